/** Calendar and cron as regular expressions and rules; ASCII only, so that Go and JavaScript read them alike. */
import { celString, type Rule } from './rules.ts';

/** A date of the years 2020 to 2099 that exists, 29 February included. */
export const DATE =
  '(20[2-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|20([2468][048]|[3579][26])-02-29)';
export const TIME = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';

/**
 * One cron field: a list of "*", values and ranges. A step needs "*" or a range to go through; a range has two numbers or
 * two names.
 */
function cronField(number: string, step: string, names?: string): string {
  const value = names === undefined ? number : `${number}|${names}`;
  const range = names === undefined ? `${number}-${number}` : `${number}-${number}|(${names})-(${names})`;
  const part = `(${value}|([*]|${range})(/${step})?)`;
  return `${part}(,${part})*`;
}

const MONTHS = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const DAYS = 'SUN|MON|TUE|WED|THU|FRI|SAT';
const MINUTE = '[1-5]?[0-9]';

const FIELDS = [
  { name: 'minute', range: '0-59', form: cronField(`(${MINUTE})`, '([1-9]|[1-5][0-9])') },
  { name: 'hour', range: '0-23', form: cronField('(1?[0-9]|2[0-3])', '([1-9]|1[0-9]|2[0-3])') },
  { name: 'day of month', range: '1-31', form: cronField('([1-9]|[12][0-9]|3[01])', '([1-9]|[12][0-9]|3[01])') },
  { name: 'month', range: '1-12 or JAN-DEC', form: cronField('([1-9]|1[0-2])', '([1-9]|1[0-2])', MONTHS) },
  { name: 'day of week', range: '0-7 or SUN-SAT', form: cronField('[0-7]', '[1-7]', DAYS) },
] as const;

const FIVE_FIELDS = "size(self.split(' ')) == 5";
const example = '0 7 * * MON-FRI';

/**
 * The numbers of a range grow, and so do the places of names in this text: first place for the start and last for the
 * end, so that a week may begin and end on Sunday.
 */
const NAMES = celString(`${MONTHS}|${DAYS}|SUN`);
const START = "p.split('-')[0]";
const END = "p.split('-')[1].split('/')[0]";
const UNORDERED =
  `p.matches('^[0-9]+-[0-9]') ? int(${START}) > int(${END}) : ` +
  `p.matches('^[A-Z]+-[A-Z]') && ${NAMES}.indexOf(${START}) > ${NAMES}.lastIndexOf(${END})`;

export const cronRules: readonly Rule[] = [
  {
    cel: FIVE_FIELDS,
    message: `cron "{self}" does not have five fields with one space between; write minute, hour, day of month, month, day of week, like ${example}`,
  },
  ...FIELDS.map(
    ({ name, range, form }, index): Rule => ({
      cel: `!(${FIVE_FIELDS}) || self.split(' ')[${index}].matches(${celString(`^${form}$`)})`,
      message: `${name} "{self.split(' ')[${index}]}" of cron is not *, values, ranges or steps within ${range}; write it like ${example.split(' ')[index]}`,
    }),
  ),
  {
    cel: `!self.replace(' ', ',').split(',').exists(p, ${UNORDERED})`,
    message: 'cron "{self}" has a range that goes backwards; write the smaller value first, or list the values',
  },
  {
    cel: `!(${FIVE_FIELDS}) || self.split(' ')[2] == '*' || self.split(' ')[4] == '*'`,
    message:
      'cron "{self}" restricts day of month and day of week, which AWS cannot express; write * for one of them, or make two schedules',
  },
  {
    cel: "!self.matches('^[^ ]+ [^ ]+ ((30|31)(,31)? (2|FEB)|31 ((4|6|9|11|APR|JUN|SEP|NOV),?)+) [^ ]+$')",
    message: 'cron "{self}" names a day that its months do not have and would never run; choose an earlier day',
  },
];
