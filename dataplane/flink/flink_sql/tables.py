"""The DDL behind a declared table.

A source becomes two things: a table with the records as they are, and a view under the declared name in which every
timestamp is a moment. A text that is no ISO 8601 time reads as NULL; an event without a usable event time is not in the
view and holds no watermark back. Records that are not JSON are skipped by Flink's JSON format.
"""

from collections.abc import Iterable

from flink_sql.columns import flink_type, quote_identifier, quote_text
from flink_sql.errors import FlinkSqlError
from flink_sql.properties import Column, Table

_ROWTIME = quote_identifier("$rowtime")
_EPOCH = "TO_TIMESTAMP_LTZ(0, 3)"
_BEFORE_ALL_TIME = "TO_TIMESTAMP_LTZ(-1, 3)"

# The forms that EnrichEvents takes too: date, time, zone optional; offsets up to 18 hours.
_ISO_8601 = (
    r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?"
    r"([Zz]|[+-](0\d|1[0-7]|18(?!:?(?!00)\d))(:?[0-5]\d)?)?\z"
)
_FRACTION = r"[.,](\d+)"
_OFFSET_HOURS = r":.*([+-]\d{2}):?(?:\d{2})?\z"
_OFFSET_MINUTES = r":.*[+-]\d{2}:?(\d{2})\z"


def ddl(table: Table) -> list[str]:
    """The statements that make ``table`` known, in order.

    :raises FlinkSqlError: for a column type that Flink does not have.
    """
    return _source(table) if table.role == "source" else _sink(table)


def moment(text: str) -> str:
    """SQL for the moment that the SQL expression ``text`` names; NULL when it names none.

    Flink reads neither the T nor a zone, hence the cutting. A UDF would be plainer, but brings Python workers with it.
    """

    def found(pattern: str) -> str:
        return f"REGEXP_EXTRACT({text}, {quote_text(pattern)}, 1)"

    to_the_minute = f"SUBSTR({text}, 1, 10) || ' ' || SUBSTR({text}, 12, 5)"
    seconds = f"CASE WHEN SUBSTR({text}, 17, 1) = ':' THEN SUBSTR({text}, 17, 3) ELSE ':00' END"
    local = f"TRY_CAST({to_the_minute} || {seconds} || COALESCE('.' || {found(_FRACTION)}, '') AS TIMESTAMP(3))"
    hours = f"COALESCE(CAST({found(_OFFSET_HOURS)} AS INT), 0)"
    sign = f"SUBSTR({found(_OFFSET_HOURS)}, 1, 1)"
    minutes = f"COALESCE(CAST({sign} || {found(_OFFSET_MINUTES)} AS INT), 0)"
    utc = f"CAST(TIMESTAMPADD(MINUTE, -({hours} * 60 + {minutes}), {local}) AS TIMESTAMP_LTZ(3))"
    # The cast takes February 30th for the 28th and 24:00 for the next day; what is read back then differs.
    exists = f"DATE_FORMAT({local}, 'yyyy-MM-dd HH:mm') = {to_the_minute}"
    return f"CASE WHEN REGEXP({text}, {quote_text(_ISO_8601)}) AND {exists} THEN {utc} END"


def _source(table: Table) -> list[str]:
    records = quote_identifier(f"{table.name}$records")
    physical = [_column(table, column, "STRING" if column.type == "timestamp" else None) for column in table.columns]
    where = ""
    if table.event_time is not None:
        # Flink fails on a row time that is NULL. One before all time moves no watermark and is not in the view.
        happened = moment(quote_identifier(table.event_time.column))
        physical.append(f"{_ROWTIME} AS COALESCE({happened}, {_BEFORE_ALL_TIME})")
        believable = f"{_ROWTIME} <= TIMESTAMPADD(SECOND, {table.event_time.max_ahead_seconds}, CURRENT_TIMESTAMP)"
        complete = f"TIMESTAMPADD(SECOND, -{table.event_time.max_delay_seconds}, {_ROWTIME})"
        physical.append(
            f"WATERMARK FOR {_ROWTIME} AS CASE WHEN {believable} THEN {complete} ELSE {_BEFORE_ALL_TIME} END"
        )
        where = f" WHERE {_ROWTIME} >= {_EPOCH} AND {believable}"
    selected = ", ".join(f"{_read(table, column)} AS {quote_identifier(column.name)}" for column in table.columns)
    view = quote_identifier(table.name)
    return [
        f"CREATE TEMPORARY TABLE {records} ({', '.join(physical)}) WITH ({_options(table)})",
        # Every name in it is quoted and every value is a literal of ours.
        f"CREATE TEMPORARY VIEW {view} AS SELECT {selected} FROM {records}{where}",  # noqa: S608
    ]


def _sink(table: Table) -> list[str]:
    columns = ", ".join(_column(table, column) for column in table.columns)
    # Files would be spread over folders by the same clause; streams make their partition key from it.
    keys = ", ".join(quote_identifier(name) for name in table.partition_by) if table.stream is not None else ""
    partitioned = f" PARTITIONED BY ({keys})" if keys else ""
    name = quote_identifier(table.name)
    return [f"CREATE TEMPORARY TABLE {name} ({columns}){partitioned} WITH ({_options(table)})"]


def _column(table: Table, column: Column, type_: str | None = None) -> str:
    try:
        return f"{quote_identifier(column.name)} {type_ or flink_type(column.type)}"
    except FlinkSqlError as error:
        raise FlinkSqlError(f"table {table.name}, column {column.name}: {error}") from error


def _read(table: Table, column: Column) -> str:
    if table.event_time is not None and column.name == table.event_time.column:
        return _ROWTIME
    name = quote_identifier(column.name)
    return moment(name) if column.type == "timestamp" else name


def _options(table: Table) -> str:
    options = {"format": "json", "json.timestamp-format.standard": "ISO-8601"}
    if table.role == "source":
        options["json.ignore-parse-errors"] = "true"
    else:
        options["json.encode.decimal-as-plain-number"] = "true"
    if table.path is not None:
        options |= {"connector": "filesystem", "path": table.path}
    else:
        options |= {"connector": "kinesis", "stream.arn": table.stream or "", "aws.region": table.region or ""}
        if table.endpoint is not None:
            options["aws.endpoint"] = table.endpoint
        if table.role == "source":
            options["source.init.position"] = table.start_at
    return _listed(options.items())


def _listed(options: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{quote_text(key)} = {quote_text(value)}" for key, value in sorted(options))
