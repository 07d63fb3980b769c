{{- /* Puts the values into the Deployment; prints nothing. */}}
{{- define "datapipeline-operator.deployment" }}
{{- $root := index . 0 }}
{{- $deployment := index . 1 }}
{{- $values := $root.Values }}
{{- $_ := set $deployment.spec "replicas" $values.replicas }}
{{- $pod := $deployment.spec.template.spec }}
{{- $container := first $pod.containers }}
{{- $tag := $values.image.tag | default $root.Chart.AppVersion }}
{{- $version := ternary (printf ":%s" $tag) (printf "@%s" $values.image.digest) (empty $values.image.digest) }}
{{- $_ := set $container "image" (printf "%s%s" $values.image.repository $version) }}
{{- $_ := set $container "imagePullPolicy" $values.image.pullPolicy }}
{{- $_ := set $container "resources" $values.resources }}
{{- $args := list }}
{{- range $container.args }}
{{- if not (hasPrefix "--watch-namespace=" .) }}{{ $args = append $args . }}{{ end }}
{{- end }}
{{- if $values.watchNamespace }}{{ $args = append $args (printf "--watch-namespace=%s" $values.watchNamespace) }}{{ end }}
{{- if ne (int $values.concurrency) 16 }}{{ $args = append $args (printf "--concurrency=%d" (int $values.concurrency)) }}{{ end }}
{{- if ne $values.logLevel "info" }}{{ $args = append $args (printf "--log-level=%s" $values.logLevel) }}{{ end }}
{{- $_ := set $container "args" $args }}
{{- range $field := list "imagePullSecrets" "nodeSelector" "tolerations" "priorityClassName" }}
{{- $value := index $values $field }}
{{- if $value }}{{ $_ := set $pod $field $value }}{{ end }}
{{- end }}
{{- if $values.podAnnotations }}
{{- $_ := set $deployment.spec.template.metadata "annotations" $values.podAnnotations }}
{{- end }}
{{- end }}
