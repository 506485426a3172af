{{- define "kadr.fullname" -}}
{{- if .Values.fullnameOverride }}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else }}{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}
{{- end }}

{{- define "kadr.selector" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "kadr.labels" -}}
{{ include "kadr.selector" . }}
app.kubernetes.io/version: {{ include "kadr.version" . | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | quote }}
{{- end }}

{{- define "kadr.version" -}}
{{ default .Chart.AppVersion .Values.image.tag }}
{{- end }}

{{- define "kadr.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ include "kadr.version" . }}{{ end }}
{{- end }}

{{- define "kadr.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ default (include "kadr.fullname" .) .Values.serviceAccount.name }}{{ else }}{{ default "default" .Values.serviceAccount.name }}{{ end }}
{{- end }}

{{/* Names of the Deployments. */}}
{{- define "kadr.roles" -}}
{{- if .Values.allInOne }}{{ list "all" | toJson }}{{ else }}{{ list "api" "worker" "renderer" "scheduler" | toJson }}{{ end }}
{{- end }}

{{/* What KADR_ROLES says in a Deployment of that name. */}}
{{- define "kadr.rolesOf" -}}
{{- if eq . "all" }}api,worker,renderer,scheduler{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* The Deployment that answers the API. */}}
{{- define "kadr.apiRole" -}}
{{- if .Values.allInOne }}all{{ else }}api{{ end }}
{{- end }}

{{- define "kadr.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "kadr.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* One variable from the Secret. Arguments: root, name, whether it must be there. */}}
{{- define "kadr.secretEnv" -}}
- name: {{ index . 1 }}
  valueFrom: { secretKeyRef: { name: {{ (index . 0).Values.secret.name | quote }}, key: {{ index . 1 }}{{ if not (index . 2) }}, optional: true{{ end }} } }
{{ end -}}

{{/* Secrets of a Deployment: a renderer holds no key of a provider, and only the API the first key of all. */}}
{{- define "kadr.secrets" -}}
{{- $root := index . 0 }}{{ $role := index . 1 }}
{{- range list "DATABASE_URL" "KADR_SECRETS_KEY" }}{{ include "kadr.secretEnv" (list $root . true) }}{{ end }}
{{- range list "NATS_URL" "REDIS_URL" "KADR_STORAGE_KEY" "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" "AWS_SESSION_TOKEN" }}{{ include "kadr.secretEnv" (list $root . false) }}{{ end }}
{{- if ne $role "renderer" }}
{{- range list "KIE" "RUNWARE" "RUNWAY" "OPENAI" "GEMINI" "PEXELS" "FANTAPROJEKT" }}{{ include "kadr.secretEnv" (list $root (printf "KADR_PROVIDERS_%s_API_KEY" .) false) }}{{ end }}
{{- range list "KADR_PROVIDERS_KIE_WEBHOOK_KEY" "KADR_TELEGRAM_BOT_TOKEN" }}{{ include "kadr.secretEnv" (list $root . false) }}{{ end }}
{{- end }}
{{- if has $role (list "api" "all") }}{{ include "kadr.secretEnv" (list $root "KADR_BOOTSTRAP_API_KEY" false) }}{{ end }}
{{- end }}

{{/* What the chart says to a Deployment, as a map; these cannot be said by `config`. */}}
{{- define "kadr.roleEnv" -}}
{{- $root := index . 0 }}{{ $name := index . 1 }}{{ $role := index $root.Values.roles $name }}
{{- $env := dict
  "PORT" "3000"
  "KADR_ROLES" (include "kadr.rolesOf" $name)
  "KADR_MANAGEMENT_PORT" (toString $root.Values.managementPort)
  "KADR_MIGRATIONS" (ternary "check" "run" $root.Values.migrations.job)
  "KADR_REQUIRE_TENANT_WALLS" (ternary "1" "0" $root.Values.postgres.requireTenantWalls)
  "KADR_NO_DOWNLOADS" "1"
  "KADR_DATA_DIR" "/var/lib/kadr"
  "KADR_DATABASE_POOL_SIZE" (toString $role.pool)
  "KADR_SHUTDOWN_DELAY_MS" (toString (mul 1000 (int $role.delaySeconds)))
  "KADR_SHUTDOWN_HTTP_MS" (toString (mul 1000 (int $role.httpSeconds)))
  "KADR_DRAIN_SECONDS" (toString $role.drainSeconds)
  "KADR_STOP_GRACE_SECONDS" (toString $role.graceSeconds)
  "KADR_STORAGE_CACHE_MB" (toString $role.cacheMB)
}}
{{- range $queue, $places := $role.concurrency }}{{ $_ := set $env (printf "KADR_CONCURRENCY_%s" (upper $queue)) (toString $places) }}{{ end }}
{{- if $root.Values.monitoring.otlpEndpoint }}
{{- $_ := set $env "OTEL_EXPORTER_OTLP_ENDPOINT" $root.Values.monitoring.otlpEndpoint }}
{{- $_ := set $env "OTEL_SERVICE_NAME" "kadr" }}
{{- end }}
{{- $env | toJson }}
{{- end }}

{{/* How long a Deployment needs to stop: as apps/api/src/stop.config.ts has it. */}}
{{- define "kadr.stopSeconds" -}}
{{- $name := index . 0 }}{{ $role := index . 1 }}
{{- $work := 10 }}
{{- if has $name (list "worker" "renderer" "all") }}{{ $work = add 10 (int $role.drainSeconds) }}{{ end }}
{{- if has $name (list "worker" "all") }}{{ $work = max 125 $work }}{{ end }}
{{- add (int $role.delaySeconds) (int $role.httpSeconds) $work 5 }}
{{- end }}

{{/* The most pods of a Deployment. */}}
{{- define "kadr.maxReplicas" -}}
{{- $root := index . 0 }}{{ $name := index . 1 }}
{{- if hasKey $root.Values.hpa $name }}{{ (index $root.Values.hpa $name).maxReplicas }}
{{- else if and $root.Values.keda.enabled (not $root.Values.allInOne) (hasKey $root.Values.keda.roles $name) }}{{ (index $root.Values.keda.roles $name).maxReplicas }}
{{- else }}{{ (index $root.Values.roles $name).replicas }}{{ end }}
{{- end }}
