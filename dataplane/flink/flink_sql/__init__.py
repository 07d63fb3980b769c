"""FlinkSql: runs SQL over Kinesis streams on managed Apache Flink. Only ``job`` and ``connector`` know PyFlink."""
