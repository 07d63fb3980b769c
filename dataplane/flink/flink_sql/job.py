"""From an application's properties to a running job. Nothing starts before every statement has been checked."""

import re

from py4j.protocol import Py4JJavaError
from pyflink.table import TableEnvironment, TableResult
from pyflink.util.exceptions import JavaException

from flink_sql.connector import add_connector, require_kinesis
from flink_sql.errors import FlinkSqlError
from flink_sql.properties import Application
from flink_sql.statements import Statement, split_statements
from flink_sql.tables import ddl

# A shard without events must not hold back the windows of all others.
_IDLE_SECONDS = 60

_EXECUTED = ("CREATE", "ALTER", "DROP", "USE", "LOAD")
_SET = re.compile(r"SET\s+'((?:[^']|'')+)'\s*=\s*'((?:[^']|'')*)'", re.IGNORECASE)
_POSITION = re.compile(
    r"(?:From line (\d+), column (\d+) to line \d+, column \d+: ?)|(?: ?at line (\d+), column (\d+))"
)


def start(environment: TableEnvironment, application: Application) -> TableResult:
    """Starts all INSERT statements as one job and returns at once.

    :raises FlinkSqlError: naming the statement, its position and what is wrong; then nothing has been started.
    """
    config = environment.get_config()
    config.set("table.local-time-zone", "UTC")
    config.set("table.exec.source.idle-timeout", f"{_IDLE_SECONDS} s")
    statements = split_statements(application.sql)
    if application.connector is not None:
        add_connector(environment, application.connector)
    if any(table.stream is not None for table in application.tables):
        require_kinesis()
    for table in application.tables:
        for definition in ddl(table):
            try:
                environment.execute_sql(definition)
            except (Py4JJavaError, JavaException) as error:
                raise FlinkSqlError(f"table {table.name} cannot be declared: {_reason(error)}") from error

    job = environment.create_statement_set()
    inserts = [statement for statement in statements if _prepare(environment, application, statement)]
    if not inserts:
        raise FlinkSqlError("the SQL has no INSERT INTO, so there is nothing to run")
    for statement in inserts:
        try:
            # Planned alone first: an error of the whole set would not say whose it is.
            environment.explain_sql(statement.text)
            job.add_insert_sql(statement.text)
        except (Py4JJavaError, JavaException) as error:
            raise _wrong(application, statement, error) from error
    return job.execute()


def _prepare(environment: TableEnvironment, application: Application, statement: Statement) -> bool:
    """Carries out what precedes the job; true for a statement that is part of the job."""
    if statement.keyword == "INSERT":
        return True
    setting = _SET.fullmatch(statement.text)
    try:
        if setting:
            key, value = (part.replace("''", "'") for part in setting.groups())
            environment.get_config().set(key, value)
        elif statement.keyword in _EXECUTED:
            _refuse_own_job(environment, application, statement)
            environment.execute_sql(statement.text)
        else:
            raise _misplaced(application, statement)
    except (Py4JJavaError, JavaException) as error:
        raise _wrong(application, statement, error) from error
    return False


def _refuse_own_job(environment: TableEnvironment, application: Application, statement: Statement) -> None:
    """CREATE TABLE ... AS SELECT would start a job of its own before the others are checked."""
    operation = environment._j_tenv.getParser().parse(statement.text).get(0)
    if operation.getClass().getSimpleName() in ("CreateTableASOperation", "ReplaceTableAsOperation"):
        raise _at(application, statement, 1, 1, "write CREATE TABLE and INSERT INTO as two statements")


def _misplaced(application: Application, statement: Statement) -> FlinkSqlError:
    word = statement.keyword or statement.text[:20]
    if word in ("SELECT", "WITH", "VALUES"):
        advice = "its result has nowhere to go; write INSERT INTO a table"
    elif word in ("EXECUTE", "BEGIN", "END"):
        advice = "leave out the statement set; all INSERT INTO statements run as one job"
    elif word == "SET":
        advice = "write SET 'key' = 'value'"
    else:
        advice = f"{word} is not a statement of a streaming job; use CREATE, SET and INSERT INTO"
    return _at(application, statement, 1, 1, advice)


def _wrong(application: Application, statement: Statement, error: Exception) -> FlinkSqlError:
    reason = _reason(error)
    found = _POSITION.search(reason)
    line, column = (int(number) for number in found.groups() if number is not None) if found else (1, 1)
    return _at(application, statement, line, column, _POSITION.sub("", reason))


def _at(application: Application, statement: Statement, line: int, column: int, reason: str) -> FlinkSqlError:
    """The error with its place in the whole SQL, and the line it is on."""
    line, column = statement.position(line, column)
    quoted = application.sql.split("\n")[line - 1]
    known = ", ".join(table.name for table in application.tables) or "none"
    return FlinkSqlError(
        f"statement {statement.number} is wrong at line {line}, column {column}: {reason}\n"
        f"  {quoted}\n  {' ' * (column - 1)}^\n  (declared tables: {known})"
    )


def _reason(error: Exception) -> str:
    """What Flink says, without the trace, the list of all tokens it would have liked, and its own preambles."""
    messages: list[str] = []
    cause = error.java_exception if isinstance(error, Py4JJavaError) else None
    if cause is None:
        messages.append(str(error).split("\n\tat ")[0])
    while cause is not None:
        kind, message = cause.getClass(), cause.getMessage() or ""
        told = message and kind.getName().startswith(("org.apache.flink.", "org.apache.calcite."))
        messages.append(message if told else f"{kind.getSimpleName()}: {message}")
        cause = cause.getCause()
    cleaned = [_clean(message) for message in messages]
    first, last = cleaned[0], cleaned[-1]
    return first if last in first else f"{first} ({last})"


def _clean(message: str) -> str:
    message = re.split(r"\n\s*Was expecting|\n\nTable options are:", message)[0]
    message = re.sub(r"^(?:org\.apache\.flink\.[\w.]+(?:Exception|Error): )", "", message)
    message = re.sub(r"(?:SQL (?:validation|parse) failed\. )+", "", message)
    return " ".join(message.split())
