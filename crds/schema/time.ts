/** Calendar and cron as regular expressions and rules; ASCII only, so that Go and JavaScript read them alike. */
import { celString, type Rule } from './rules.ts';

/** A date of the years 2020 to 2099 that exists, 29 February included. */
export const DATE =
  '(20[2-9][0-9]-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|20([2468][048]|[3579][26])-02-29)';
export const TIME = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';

/** One cron field: a list of "*", values, ranges, each with an optional step. */
function cronField(value: string, step: string): string {
  const part = `([*]|${value}|${value}-${value})(/${step})?`;
  return `${part}(,${part})*`;
}

const MONTHS = 'JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC';
const DAYS = 'SUN|MON|TUE|WED|THU|FRI|SAT';
const MINUTE = '[1-5]?[0-9]';

const FIELDS = [
  { name: 'minute', range: '0-59', form: cronField(`(${MINUTE})`, '([1-9]|[1-5][0-9])') },
  { name: 'hour', range: '0-23', form: cronField('(1?[0-9]|2[0-3])', '([1-9]|1[0-9]|2[0-3])') },
  { name: 'day of month', range: '1-31', form: cronField('([1-9]|[12][0-9]|3[01])', '([1-9]|[12][0-9]|3[01])') },
  { name: 'month', range: '1-12 or JAN-DEC', form: cronField(`([1-9]|1[0-2]|${MONTHS})`, '([1-9]|1[0-2])') },
  { name: 'day of week', range: '0-7 or SUN-SAT', form: cronField(`([0-7]|${DAYS})`, '[1-7]') },
] as const;

const FIVE_FIELDS = "size(self.split(' ')) == 5";
const example = '0 7 * * MON-FRI';

/** The numbers of a range grow. Names are in calendar order, so their place in this text grows too. */
const UNORDERED =
  "p.matches('^[0-9]+-[0-9]') ? int(p.split('-')[0]) > int(p.split('-')[1].split('/')[0]) : p.matches('^[A-Z]+-[A-Z]') && " +
  `'${MONTHS}|${DAYS}'.indexOf(p.split('-')[0]) > '${MONTHS}|${DAYS}'.indexOf(p.split('-')[1].split('/')[0])`;

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
