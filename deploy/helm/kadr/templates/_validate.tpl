{{/* Contradictions end the rendering, with the way out. */}}
{{- define "kadr.validate" -}}
{{- $root := . }}{{ $values := .Values }}
{{- $roles := include "kadr.roles" . | fromJsonArray }}
{{- $storage := default "" $values.config.KADR_STORAGE_URL }}
{{- if not $values.config.KADR_PUBLIC_URL }}{{ fail "config.KADR_PUBLIC_URL is not set: say where clients reach the API, e.g. https://kadr.example.com" }}{{ end }}
{{- if not $values.secret.name }}{{ fail "secret.name is not set: make a Secret with DATABASE_URL and KADR_SECRETS_KEY (openssl rand -base64 32) and name it" }}{{ end }}
{{- $isShared := or (hasPrefix "s3://" $storage) (hasPrefix "supabase://" $storage) }}
{{- $isAlone := and $values.allInOne (eq 1 (int (include "kadr.maxReplicas" (list . "all")))) }}
{{- if and (not $isShared) (not (and $isAlone (or $values.throwAway $values.allInOneClaim))) }}{{ fail "config.KADR_STORAGE_URL must begin with s3:// or supabase://: pods share nothing else. Only a single pod (allInOne: true, one replica) with allInOneClaim or throwAway: true can keep files of its own" }}{{ end }}
{{- range $key, $_ := $values.config }}
{{- if has $key (list "DATABASE_URL" "NATS_URL" "REDIS_URL" "KADR_SECRETS_KEY" "KADR_BOOTSTRAP_API_KEY" "KADR_STORAGE_KEY" "KADR_TELEGRAM_BOT_TOKEN" "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" "AWS_SESSION_TOKEN") }}{{ fail (printf "config.%s is a secret: put it into the Secret %s" $key $values.secret.name) }}{{ end }}
{{- if regexMatch "_(API|WEBHOOK)_KEY$" $key }}{{ fail (printf "config.%s is a secret: put it into the Secret %s" $key $values.secret.name) }}{{ end }}
{{- range $role := $roles }}{{ if hasKey (include "kadr.roleEnv" (list $root $role) | fromJson) $key }}{{ fail (printf "config.%s is said by the chart: change roles.%s, migrations, postgres, monitoring or managementPort instead" $key $role) }}{{ end }}{{ end }}
{{- end }}
{{- $connections := ternary 1 0 $values.keda.enabled }}
{{- range $name := $roles }}
{{- $role := index $values.roles $name }}
{{- $connections = add $connections (mul (int (include "kadr.maxReplicas" (list $root $name))) (add 2 (int $role.pool))) }}
{{- range $heavy := (ternary (list "video" "conform" "render") (ternary (list "video") (ternary (list "conform" "render") list (eq $name "renderer")) (eq $name "worker")) (eq $name "all")) }}
{{- if not (hasKey (default dict $role.concurrency) $heavy) }}{{ fail (printf "roles.%s.concurrency.%s is not set: that queue keeps whole cores busy, and a pod counts those of its machine, not of its limit. Say how many it may do at a time" $name $heavy) }}{{ end }}
{{- end }}
{{- $needs := div (add (mul 3 (int $role.cacheMB)) (mul 2 (int $role.workMB)) 1) 2 }}
{{- if gt $needs (int $role.dataMi) }}{{ fail (printf "roles.%s.dataMi is %d: cacheMB × 1.5 + workMB needs %d. Raise it, or lower them" $name (int $role.dataMi) $needs) }}{{ end }}
{{- $stop := int (include "kadr.stopSeconds" (list $name $role)) }}
{{- if lt (int $role.graceSeconds) $stop }}{{ fail (printf "roles.%s.graceSeconds is %d: with its delay, requests, drain and paid calls it must be at least %d, or a pod that is stopped may pay twice" $name (int $role.graceSeconds) $stop) }}{{ end }}
{{- if and (hasKey $values.hpa $name) $values.keda.enabled (hasKey $values.keda.roles $name) }}{{ fail (printf "hpa.%s and keda.roles.%s: only one of them may scale a role" $name $name) }}{{ end }}
{{- end }}
{{- range $name, $_ := $values.hpa }}{{ if not (has $name $roles) }}{{ fail (printf "hpa.%s: there is no such Deployment; there are %s" $name (join ", " $roles)) }}{{ end }}{{ end }}
{{- if and $values.keda.enabled $values.allInOne }}{{ fail "keda.enabled with allInOne: one pod does everything there. Turn one of them off" }}{{ end }}
{{- if and $values.ingress.enabled (not $values.ingress.host) }}{{ fail "ingress.enabled needs ingress.host" }}{{ end }}
{{- if and $values.httpRoute.enabled (not $values.httpRoute.parentRefs) }}{{ fail "httpRoute.enabled needs httpRoute.parentRefs: which Gateway?" }}{{ end }}
{{- if gt (mul 10 $connections) (mul 8 (int $values.postgres.maxConnections)) }}{{ fail (printf "%d connections to Postgres at most, and postgres.maxConnections is %d, of which four fifths may be used: lower replicas or pools, or raise max_connections" $connections (int $values.postgres.maxConnections)) }}{{ end }}
{{- if and $values.allInOneClaim (not $isAlone) }}{{ fail "allInOneClaim needs allInOne: true and one replica" }}{{ end }}
{{- end }}
