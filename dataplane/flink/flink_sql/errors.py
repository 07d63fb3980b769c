"""The one error of FlinkSql that is the user's to mend."""


class FlinkSqlError(Exception):
    """What is wrong with the properties or the SQL, in words that a person can act on."""
