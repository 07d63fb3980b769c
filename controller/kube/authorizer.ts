/**
 * Gives the headers that say who we are, for each request. A token file is read at most once a minute, however many calls are made,
 * and once more when the server refused what we sent. A read that fails keeps the token we have: kubelet swaps the file.
 */
import { readFile } from 'node:fs/promises';
import type { Clock } from '../runtime/clock.ts';
import type { Auth } from './connection.ts';

const rereadAfterMs = 60_000;

export class Authorizer {
  readonly #auth: Auth;
  readonly #clock: Clock;
  #fileToken: { readonly token: string; readonly readAt: number } | undefined;

  constructor(auth: Auth, clock: Clock) {
    this.#auth = auth;
    this.#clock = clock;
  }

  /** True when asking again with `refresh` can give another answer. */
  get canRefresh(): boolean {
    return this.#auth.type === 'TokenFile';
  }

  async headers(refresh = false): Promise<Readonly<Record<string, string>>> {
    switch (this.#auth.type) {
      case 'None':
        return {};
      case 'Token':
        return bearer(this.#auth.token);
      case 'TokenFile':
        return bearer(await this.#tokenFromFile(this.#auth.path, refresh));
      case 'Headers':
        return await this.#auth.headers();
    }
  }

  async #tokenFromFile(path: string, refresh: boolean): Promise<string> {
    const held = this.#fileToken;
    const now = this.#clock.now();
    if (held !== undefined && !refresh && now - held.readAt < rereadAfterMs) return held.token;
    try {
      const token = (await readFile(path, 'utf8')).trim();
      if (token === '') throw new Error(`the token file ${path} is empty`);
      this.#fileToken = { token, readAt: now };
      return token;
    } catch (error) {
      if (held === undefined) throw error;
      this.#fileToken = { ...held, readAt: now };
      return held.token;
    }
  }
}

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}
