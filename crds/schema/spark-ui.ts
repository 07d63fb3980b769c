/** Zone, and folder of it, with the event logs of Spark. */
export const SPARK_UI = { zone: 'results', prefix: 'spark-ui/' } as const;
