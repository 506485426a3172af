DO $$ BEGIN CREATE ROLE kadr_tenant NOLOGIN NOBYPASSRLS; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA billing;
CREATE SCHEMA eventing;
CREATE SCHEMA identity;
CREATE SCHEMA integrations;
CREATE SCHEMA jobs;
CREATE SCHEMA platform;
CREATE FUNCTION eventing.all_stand(ids text[], at_version integer[]) RETURNS boolean
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $$
      BEGIN
        RETURN NOT EXISTS (
          SELECT FROM unnest(ids, at_version) AS h(id, version)
          WHERE NOT EXISTS (SELECT FROM eventing.events e WHERE e.stream_id = h.id AND e.version = h.version OFFSET 0));
      END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE eventing.events (
    "position" bigint NOT NULL,
    event_id uuid NOT NULL,
    stream_id text NOT NULL,
    version integer NOT NULL,
    type text NOT NULL,
    schema_version smallint NOT NULL,
    module text NOT NULL,
    org_id uuid NOT NULL,
    partition smallint NOT NULL,
    data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT events_version_check CHECK ((version > 0))
);
COMMENT ON TABLE eventing.events IS 'Every fact, never changed, never deleted';
COMMENT ON COLUMN eventing.events."position" IS 'Rising, with gaps; taken while the shared advisory lock 43 is held';
CREATE FUNCTION eventing.read_log(behind bigint, up_to bigint, page integer, only_partition smallint) RETURNS SETOF eventing.events
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    SET enable_sort TO 'off'
    AS $$
      BEGIN
        RETURN QUERY SELECT e.* FROM eventing.events e
          WHERE e.position > behind AND e.position <= up_to AND (only_partition IS NULL OR e.partition = only_partition)
          ORDER BY e.position LIMIT page;
      END $$;
CREATE FUNCTION eventing.read_streams(ids text[], behind integer[], up_to integer[]) RETURNS SETOF eventing.events
    LANGUAGE plpgsql STABLE
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $$
      BEGIN
        RETURN QUERY SELECT e.* FROM unnest(ids, behind, up_to) AS s(id, behind_version, to_version)
          CROSS JOIN LATERAL (
            SELECT f.* FROM eventing.events f
            WHERE f.stream_id = s.id AND f.version > s.behind_version AND f.version <= s.to_version ORDER BY f.version OFFSET 0
          ) e;
      END $$;
CREATE FUNCTION eventing.safe_position(lock_timeout_ms integer) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
      BEGIN
        PERFORM set_config('lock_timeout', lock_timeout_ms::text, true);
        PERFORM pg_advisory_xact_lock(43);
        RETURN (SELECT coalesce(max(position), 0) FROM eventing.events);
      END $$;
CREATE TABLE billing.accounts (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
COMMENT ON TABLE billing.accounts IS 'Inline projection of quota-account: plan, overrides, time zone, start';
CREATE TABLE billing.balances (
    org_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    period_end timestamp with time zone NOT NULL,
    videos_reserved numeric(38,0) DEFAULT 0 NOT NULL,
    videos_used numeric(38,0) DEFAULT 0 NOT NULL,
    video_seconds_reserved numeric(38,0) DEFAULT 0 NOT NULL,
    video_seconds_used numeric(38,0) DEFAULT 0 NOT NULL,
    render_seconds_reserved numeric(38,0) DEFAULT 0 NOT NULL,
    render_seconds_used numeric(38,0) DEFAULT 0 NOT NULL,
    provider_cost_micros_reserved numeric(38,0) DEFAULT 0 NOT NULL,
    provider_cost_micros_used numeric(38,0) DEFAULT 0 NOT NULL,
    storage_bytes_reserved numeric(38,0) DEFAULT 0 NOT NULL,
    storage_bytes_used numeric(38,0) DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT balances_provider_cost_micros_reserved_check CHECK ((provider_cost_micros_reserved >= (0)::numeric)),
    CONSTRAINT balances_provider_cost_micros_used_check CHECK ((provider_cost_micros_used >= (0)::numeric)),
    CONSTRAINT balances_render_seconds_reserved_check CHECK ((render_seconds_reserved >= (0)::numeric)),
    CONSTRAINT balances_render_seconds_used_check CHECK ((render_seconds_used >= (0)::numeric)),
    CONSTRAINT balances_storage_bytes_reserved_check CHECK ((storage_bytes_reserved >= (0)::numeric)),
    CONSTRAINT balances_storage_bytes_used_check CHECK ((storage_bytes_used >= (0)::numeric)),
    CONSTRAINT balances_video_seconds_reserved_check CHECK ((video_seconds_reserved >= (0)::numeric)),
    CONSTRAINT balances_video_seconds_used_check CHECK ((video_seconds_used >= (0)::numeric)),
    CONSTRAINT balances_videos_reserved_check CHECK ((videos_reserved >= (0)::numeric)),
    CONSTRAINT balances_videos_used_check CHECK ((videos_used >= (0)::numeric))
)
WITH (fillfactor='50');
COMMENT ON TABLE billing.balances IS 'In millionths of the resource''s unit; changes in the transaction that appends to quota-reservation';
CREATE TABLE billing.live (
    org_id uuid NOT NULL,
    concurrent_videos numeric(38,0) DEFAULT 0 NOT NULL,
    CONSTRAINT live_concurrent_videos_check CHECK ((concurrent_videos >= (0)::numeric))
)
WITH (fillfactor='50');
COMMENT ON TABLE billing.live IS 'What is under way at this moment, in millionths: no period begins or ends it. Locked before billing.balances';
CREATE TABLE billing.postings (
    id uuid NOT NULL,
    seq bigint NOT NULL,
    org_id uuid NOT NULL,
    reservation_id uuid NOT NULL,
    body jsonb NOT NULL,
    correlation_id text NOT NULL,
    causation_id text,
    posted_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_at timestamp with time zone,
    error text
);
COMMENT ON TABLE billing.postings IS 'Effects of process managers, each to be applied once';
COMMENT ON COLUMN billing.postings.id IS 'Derived from what it says: the same effect again is the same row';
COMMENT ON COLUMN billing.postings.error IS 'It could not be booked and never will be; the queue goes on without it';
ALTER TABLE billing.postings ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME billing.postings_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE billing.reservations (
    reservation_id uuid NOT NULL,
    org_id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    remaining jsonb NOT NULL,
    opened_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE billing.reservations IS 'Those that are open; remaining in millionths, as text';
CREATE TABLE billing.usage_records (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    entry text NOT NULL,
    resource text NOT NULL,
    quantity numeric(38,0) NOT NULL,
    amount_micros numeric(38,0) NOT NULL,
    provider text,
    model text,
    units numeric,
    provider_cost_micros numeric(38,0),
    price_list text NOT NULL,
    reservation_id uuid NOT NULL,
    period_start timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL
);
COMMENT ON TABLE billing.usage_records IS 'One for each piece of work and resource, for ever';
COMMENT ON COLUMN billing.usage_records.id IS 'UUIDv7 made of used_at and of what the record is for: the same record has the same id when made anew';
COMMENT ON COLUMN billing.usage_records.amount_micros IS 'Price charged; provider_cost_micros is what the provider took for the same work';
CREATE TABLE eventing.checkpoints (
    consumer text NOT NULL,
    partition smallint NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
)
WITH (fillfactor='50');
COMMENT ON COLUMN eventing.checkpoints.partition IS '-1: the consumer reads all partitions as one';
CREATE TABLE eventing.dead_letters (
    id uuid NOT NULL,
    consumer text NOT NULL,
    partition smallint NOT NULL,
    lane text NOT NULL,
    "position" bigint NOT NULL,
    stream_id text NOT NULL,
    event_id uuid NOT NULL,
    event_type text NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    error text NOT NULL,
    attempts integer NOT NULL,
    next_attempt_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT dead_letters_status_check CHECK ((status = ANY (ARRAY['retrying'::text, 'parked'::text, 'waiting'::text])))
);
COMMENT ON COLUMN eventing.dead_letters.lane IS 'What waits together: the stream, or the key of a projection''s row';
COMMENT ON COLUMN eventing.dead_letters.status IS 'retrying: tried again at next_attempt_at; parked: needs a person; waiting: behind another of its lane';
ALTER TABLE eventing.events ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME eventing.events_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE eventing.projections (
    name text NOT NULL,
    version integer NOT NULL,
    rebuilt_at timestamp with time zone DEFAULT now() NOT NULL,
    "position" bigint NOT NULL
);
COMMENT ON COLUMN eventing.projections."position" IS 'Last event of the last rebuild';
CREATE TABLE eventing.settings (
    name text NOT NULL,
    value jsonb NOT NULL
);
COMMENT ON TABLE eventing.settings IS 'What is fixed at the first start, such as the number of partitions';
CREATE TABLE identity.api_keys (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    secret_hash bytea NOT NULL,
    scopes text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    is_bootstrap boolean DEFAULT false NOT NULL
)
WITH (fillfactor='80');
COMMENT ON TABLE identity.api_keys IS 'Keys by hash; a revoked key stays as a record';
COMMENT ON COLUMN identity.api_keys.secret_hash IS 'SHA-256 of the whole key';
CREATE TABLE identity.members (
    id uuid NOT NULL,
    org_id uuid NOT NULL,
    subject text NOT NULL,
    email text,
    role text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone,
    removed_at timestamp with time zone,
    CONSTRAINT members_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'editor'::text, 'viewer'::text])))
);
COMMENT ON COLUMN identity.members.subject IS 'The claim "sub" of the one issuer of this installation';
COMMENT ON COLUMN identity.members.removed_at IS 'Not null: no member, and not to be vouched for by a token either';
CREATE TABLE identity.organisations (
    id uuid NOT NULL,
    name text NOT NULL,
    plan text NOT NULL,
    timezone text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE integrations.asset_addresses (
    asset_id uuid NOT NULL,
    org_id uuid NOT NULL,
    url text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE integrations.asset_addresses IS 'Where assets are fetched from; such an address may carry a signature, so no event has it';
CREATE TABLE integrations.assets (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
COMMENT ON TABLE integrations.assets IS 'Read model of the streams asset-<id>, inline';
CREATE TABLE integrations.provider_attempts (
    attempt_id uuid NOT NULL,
    task_id uuid NOT NULL,
    org_id uuid NOT NULL,
    provider text NOT NULL,
    owner uuid NOT NULL,
    model text NOT NULL,
    call_name text NOT NULL,
    number integer NOT NULL,
    round integer NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    turn_at timestamp with time zone,
    token_hash bytea,
    submitting_at timestamp with time zone,
    submitted_at timestamp with time zone,
    provider_task_id text,
    callback_task_id text,
    callback_at timestamp with time zone,
    looks integer DEFAULT 0 NOT NULL,
    looked_at timestamp with time zone,
    next_look_at timestamp with time zone,
    deadline timestamp with time zone,
    answer jsonb,
    error jsonb,
    expected_micros bigint NOT NULL,
    cost_micros bigint,
    possible_duplicate boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT provider_attempts_check CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['waiting'::text, 'submitting'::text, 'submitted'::text])))),
    CONSTRAINT provider_attempts_check1 CHECK (((state <> 'submitted'::text) OR (provider_task_id IS NOT NULL))),
    CONSTRAINT provider_attempts_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'submitting'::text, 'submitted'::text, 'succeeded'::text, 'failed'::text, 'lost'::text, 'cancelled'::text])))
)
WITH (fillfactor='70');
COMMENT ON TABLE integrations.provider_attempts IS 'One paid request each, written down before it is sent';
COMMENT ON COLUMN integrations.provider_attempts.round IS 'Attempt of the task, not counting those that ended because their process did';
COMMENT ON COLUMN integrations.provider_attempts.turn_at IS 'When it may be submitted; null: it has no place yet';
COMMENT ON COLUMN integrations.provider_attempts.callback_task_id IS 'Task as a callback calls it: taken for the answer to a submission that never came';
CREATE TABLE integrations.provider_callbacks (
    provider text NOT NULL,
    subject text NOT NULL,
    digest bytea NOT NULL,
    received_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE integrations.provider_callbacks IS 'Callbacks that were taken; what is not in here is news';
COMMENT ON COLUMN integrations.provider_callbacks.subject IS 'Attempt, or the id of the task at the provider';
CREATE TABLE integrations.provider_keys (
    org_id uuid NOT NULL,
    provider text NOT NULL,
    sealed bytea NOT NULL,
    last_four text NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON COLUMN integrations.provider_keys.sealed IS 'AES-256-GCM: nonce, tag, key of the organisation';
CREATE TABLE integrations.provider_states (
    provider text NOT NULL,
    owner uuid NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    probe_at timestamp with time zone,
    probe_attempt uuid,
    turns timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    sent timestamp with time zone[] DEFAULT '{}'::timestamp with time zone[] NOT NULL,
    CONSTRAINT provider_states_check CHECK (((state = 'open'::text) = (probe_at IS NULL))),
    CONSTRAINT provider_states_state_check CHECK ((state = ANY (ARRAY['open'::text, 'no_credit'::text, 'key_rejected'::text, 'breaker'::text])))
)
WITH (fillfactor='50');
COMMENT ON TABLE integrations.provider_states IS 'Whether a provider can be used with one key, and when its next turns are';
COMMENT ON COLUMN integrations.provider_states.owner IS 'Organisation whose key it is; the nil UUID: the installation';
COMMENT ON COLUMN integrations.provider_states.turns IS 'The latest turns that were given, oldest first: as many as the rate allows in its period';
COMMENT ON COLUMN integrations.provider_states.sent IS 'When the latest submissions really began, oldest first: turns are kept late, never early';
CREATE TABLE integrations.secrets (
    name text NOT NULL,
    value bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE integrations.short_video_orders (
    video_id uuid NOT NULL,
    org_id uuid NOT NULL,
    "order" jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
COMMENT ON TABLE integrations.short_video_orders IS 'Orders of the streams short-video-<id>; they hold addresses that may be signed, so no event has them';
CREATE TABLE integrations.tasks (
    task_id uuid NOT NULL,
    kind text NOT NULL,
    queue text NOT NULL,
    org_id uuid NOT NULL,
    subject_id uuid NOT NULL,
    correlation_id text NOT NULL,
    causation_id text,
    traceparent text,
    payload jsonb NOT NULL,
    state text DEFAULT 'runnable'::text NOT NULL,
    attempt integer DEFAULT 1 NOT NULL,
    max_attempts integer NOT NULL,
    deaths integer DEFAULT 0 NOT NULL,
    lease integer DEFAULT 0 NOT NULL,
    lease_owner integer,
    lease_until timestamp with time zone,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    enqueued_at timestamp with time zone DEFAULT now() NOT NULL,
    last_error jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    woken_at timestamp with time zone,
    CONSTRAINT tasks_check CHECK (((finished_at IS NULL) = (state = ANY (ARRAY['runnable'::text, 'leased'::text])))),
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['runnable'::text, 'leased'::text, 'done'::text, 'cancelled'::text, 'failed'::text])))
)
WITH (fillfactor='70', autovacuum_vacuum_scale_factor='0.05');
COMMENT ON TABLE integrations.tasks IS 'Work asked for, under way or ended; Redis only carries the news of it';
COMMENT ON COLUMN integrations.tasks.attempt IS 'Number of the attempt under way or next, from 1';
COMMENT ON COLUMN integrations.tasks.deaths IS 'Attempts that ended because their process did';
COMMENT ON COLUMN integrations.tasks.lease IS 'Fencing token: rises at every claim; only its holder may end the task';
COMMENT ON COLUMN integrations.tasks.woken_at IS 'Last news for a task that waits; a task is not put aside over news it has not seen';
CREATE TABLE jobs.clip_sets (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
CREATE TABLE jobs.generations (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
CREATE TABLE jobs.live_videos (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
CREATE TABLE jobs.picture_links (
    subject_id uuid NOT NULL,
    name text NOT NULL,
    org_id uuid NOT NULL,
    url text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE jobs.video_index (
    key text NOT NULL,
    org_id uuid NOT NULL,
    "position" bigint NOT NULL,
    data jsonb NOT NULL
);
CREATE TABLE platform.idempotency_keys (
    org_id uuid NOT NULL,
    method text NOT NULL,
    path text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    claim uuid NOT NULL,
    instance integer NOT NULL,
    claimed_at timestamp with time zone DEFAULT now() NOT NULL,
    status smallint,
    location text,
    body bytea,
    is_sealed boolean DEFAULT false NOT NULL
)
WITH (fillfactor='60');
COMMENT ON TABLE platform.idempotency_keys IS 'Answers to requests with an Idempotency-Key, kept 24 h';
COMMENT ON COLUMN platform.idempotency_keys.fingerprint IS 'SHA-256 of the body as a JSON value';
COMMENT ON COLUMN platform.idempotency_keys.claim IS 'Only who holds it may write the answer';
COMMENT ON COLUMN platform.idempotency_keys.instance IS 'Process that works on it';
COMMENT ON COLUMN platform.idempotency_keys.status IS 'HTTP status of the answer; null while the request is under way';
CREATE TABLE platform.migrations (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE platform.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE platform.migrations_id_seq OWNED BY platform.migrations.id;
ALTER TABLE ONLY platform.migrations ALTER COLUMN id SET DEFAULT nextval('platform.migrations_id_seq'::regclass);
INSERT INTO billing.accounts VALUES
	('68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"plan": "unlimited", "startsAt": "2026-11-28T02:57:18.179Z", "timezone": "UTC", "overrides": {}}');
INSERT INTO billing.balances VALUES
	('68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '2026-11-28 00:00:00+00', '2026-12-28 00:00:00+00', 2000000, 1000000, 10000000, 5000000, 10000000, 5000000, 400000000000, 0, 12059456000000, 5051221000000, '2026-11-28 02:57:31.402051+00');
INSERT INTO billing.live VALUES
	('68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2000000);
INSERT INTO billing.postings OVERRIDING SYSTEM VALUE VALUES
	('ca825cb7-12ef-5b59-ba15-12ff535cfb89', 1, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f43b-7007-8507-3f70359cca07', '{"close": {"at": "2026-11-28T02:57:19.680Z", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "reservationId": "01a22015-f43b-7007-8507-3f70359cca07"}}', '01a22015-f474-7007-8507-46a5da910476', 'a09094ca-5f72-5320-8ef2-43ce52e16d61', '2026-11-28 02:57:19.69534+00', '2026-11-28 02:57:19.717425+00', NULL),
	('4b497b77-76c3-591a-acaf-15be3c4773a5', 2, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f84c-7007-8507-9778e9e18876', '{"settle": {"at": "2026-11-28T02:57:21.020Z", "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f84c-7007-8507-9778e9e18876", "kind": "asset"}, "quantities": {"storage_bytes": 197}, "reservationId": "01a22015-f84c-7007-8507-9778e9e18876"}}', '01a22015-fa8c-7007-8507-a2e0fec1282c', '4c70026d-1973-554a-85e9-01f1b53a7aaf', '2026-11-28 02:57:21.070142+00', '2026-11-28 02:57:21.092568+00', NULL),
	('22dd93e3-3e27-5a86-b1f9-44df9be002f1', 3, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f31d-7007-8507-27160c12209b', '{"close": {"at": "2026-11-28T02:57:21.509Z", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "reservationId": "01a22015-f31d-7007-8507-27160c12209b"}}', '01a22015-fc59-7007-8507-f2a206eeb3ea', '01a22015-fc59-7007-8507-f2a206eeb3ea', '2026-11-28 02:57:21.534911+00', '2026-11-28 02:57:21.556455+00', NULL),
	('be5d7a27-03bc-5e03-8454-d72ad20a9cf2', 4, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fabf-7007-8507-ad25ac61dfc6', '{"settle": {"at": "2026-11-28T02:57:22.304Z", "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-fabf-7007-8507-ad25ac61dfc6", "kind": "asset"}, "quantities": {"storage_bytes": 197}, "reservationId": "01a22015-fabf-7007-8507-ad25ac61dfc6"}}', '01a22015-fad1-7007-8507-b076b189c49d', 'fc21c1df-f7c6-5909-ba4f-71b65db7443c', '2026-11-28 02:57:22.31577+00', '2026-11-28 02:57:22.333864+00', NULL),
	('2b7b2793-78fc-5fa3-84b8-ceaa94bdefcc', 5, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f4b1-7007-8507-55ce0bd04add', '{"settle": {"at": "2026-11-28T02:57:22.500Z", "item": "clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5", "entry": "clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f4b1-7007-8507-55ce0bd04add", "kind": "clips"}, "quantities": {"storage_bytes": 24959, "provider_cost_micros": 0}, "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}}', '01a22015-f763-7007-8507-6651ddecd8cf', 'e6a095d1-a54b-58a0-89db-f24c847d5ec9', '2026-11-28 02:57:22.536313+00', '2026-11-28 02:57:22.563863+00', NULL),
	('5eb66506-4c6b-524d-bf41-9cde8635e58c', 6, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f4b1-7007-8507-55ce0bd04add', '{"close": {"at": "2026-11-28T02:57:22.500Z", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}}', '01a22015-f763-7007-8507-6651ddecd8cf', 'c8025406-1c01-53af-9ad3-9775d13e7d67', '2026-11-28 02:57:22.536313+00', '2026-11-28 02:57:22.563863+00', NULL),
	('42899290-b2b3-517f-ad74-6d2757f04f7a', 7, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f795-7007-8507-74a5331080ce', '{"settle": {"at": "2026-11-28T02:57:23.962Z", "entry": "result", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f795-7007-8507-74a5331080ce", "kind": "generation"}, "quantities": {"provider_cost_micros": 0}, "reservationId": "01a22015-f795-7007-8507-74a5331080ce"}}', '01a22015-f7bb-7007-8507-80a034f786ed', '9cae1fa8-90bf-547b-a9c9-58a20e4f90f4', '2026-11-28 02:57:23.992617+00', '2026-11-28 02:57:23.997319+00', NULL),
	('1e7e01de-240a-52df-8225-a56f4f819eeb', 8, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f795-7007-8507-78024324cfac', '{"settle": {"at": "2026-11-28T02:57:23.962Z", "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f795-7007-8507-74a5331080ce", "kind": "generation"}, "quantities": {"storage_bytes": 73013}, "reservationId": "01a22015-f795-7007-8507-78024324cfac"}}', '01a22015-f7bb-7007-8507-80a034f786ed', '9cae1fa8-90bf-547b-a9c9-58a20e4f90f4', '2026-11-28 02:57:23.992617+00', '2026-11-28 02:57:23.997319+00', NULL),
	('be70b3b4-769c-563f-a853-c0e55ce924d4', 9, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f795-7007-8507-74a5331080ce', '{"close": {"at": "2026-11-28T02:57:23.962Z", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "reservationId": "01a22015-f795-7007-8507-74a5331080ce"}}', '01a22015-f7bb-7007-8507-80a034f786ed', '9cae1fa8-90bf-547b-a9c9-58a20e4f90f4', '2026-11-28 02:57:23.992617+00', '2026-11-28 02:57:23.997319+00', NULL),
	('fd79d534-c5e6-59cf-8305-8f4bc440b0ad', 10, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '{"settle": {"at": "2026-11-28T02:57:26.209Z", "entry": "render-1", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f270-7007-8506-f21236273c67", "kind": "video"}, "quantities": {"storage_bytes": 4952855, "render_seconds": 5}, "reservationId": "01a22015-f270-7007-8506-f21236273c67"}}', '01a22015-f295-7007-8506-fffa00a19bf2', '83f90aad-551f-5a73-adfe-9ddc9a02e108', '2026-11-28 02:57:26.217545+00', '2026-11-28 02:57:26.224169+00', NULL),
	('bad4691f-8ca2-546d-98fa-dd912733a305', 11, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '{"settle": {"at": "2026-11-28T02:57:26.209Z", "entry": "video", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "subject": {"id": "01a22015-f270-7007-8506-f21236273c67", "kind": "video"}, "quantities": {"videos": 1, "video_seconds": 5}, "reservationId": "01a22015-f270-7007-8506-f21236273c67"}}', '01a22015-f295-7007-8506-fffa00a19bf2', '297aac2d-b01e-58ed-94ed-1a2ff8560e79', '2026-11-28 02:57:26.217545+00', '2026-11-28 02:57:26.224169+00', NULL),
	('0e16e918-dac6-5ac5-9f8c-955090333a59', 12, '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '{"close": {"at": "2026-11-28T02:57:26.209Z", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "reservationId": "01a22015-f270-7007-8506-f21236273c67"}}', '01a22015-f295-7007-8506-fffa00a19bf2', '297aac2d-b01e-58ed-94ed-1a2ff8560e79', '2026-11-28 02:57:26.217545+00', '2026-11-28 02:57:26.224169+00', NULL);
INSERT INTO billing.reservations VALUES
	('01a22015-f096-7007-8506-cbbff5e3972a', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'generation', '01a22015-f096-7007-8506-cbbff5e3972a', '2026-11-28 00:00:00+00', '{"storage_bytes": "4000000000000", "provider_cost_micros": "400000000000"}', '2026-11-28 02:57:18.86964+00'),
	('01a22015-f2ce-7007-8507-0c4dc12a0668', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22015-f2ce-7007-8507-0c4dc12a0668', '2026-11-28 00:00:00+00', '{"videos": "1000000", "storage_bytes": "3493728000000", "video_seconds": "5000000", "render_seconds": "5000000", "concurrent_videos": "1000000"}', '2026-11-28 02:57:19.064602+00'),
	('01a22016-2074-7228-be67-e25f273c53f0', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22016-2074-7228-be67-e25f273c53f0', '2026-11-28 00:00:00+00', '{"videos": "1000000", "storage_bytes": "3493728000000", "video_seconds": "5000000", "render_seconds": "5000000", "concurrent_videos": "1000000"}', '2026-11-28 02:57:31.056135+00'),
	('01a22016-21eb-7228-be67-fadeb964af08', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'clips', '01a22016-21eb-7228-be67-fadeb964af08', '2026-11-28 00:00:00+00', '{"storage_bytes": "1000000000000"}', '2026-11-28 02:57:31.374915+00'),
	('01a22016-2306-7228-be68-143ef32568b1', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'generation', '01a22016-2306-7228-be68-143ef32568b1', '2026-11-28 00:00:00+00', '{"storage_bytes": "72000000000"}', '2026-11-28 02:57:31.402051+00');
INSERT INTO billing.usage_records VALUES
	('01a22015-fa7c-7c49-94ee-af8561c2674b', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'asset', '01a22015-f84c-7007-8507-9778e9e18876', 'kept', 'storage_bytes', 197000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f84c-7007-8507-9778e9e18876', '2026-11-28 00:00:00+00', '2026-11-28 02:57:21.02+00'),
	('01a22015-ff80-7372-8e18-e7c40869a863', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'asset', '01a22015-fabf-7007-8507-ad25ac61dfc6', 'kept', 'storage_bytes', 197000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-fabf-7007-8507-ad25ac61dfc6', '2026-11-28 00:00:00+00', '2026-11-28 02:57:22.304+00'),
	('01a22016-0044-712b-8cf1-e5b8d1faa656', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'clips', '01a22015-f4b1-7007-8507-55ce0bd04add', 'clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5', 'storage_bytes', 24959000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f4b1-7007-8507-55ce0bd04add', '2026-11-28 00:00:00+00', '2026-11-28 02:57:22.5+00'),
	('01a22016-05fa-7333-b215-e4c66a505b10', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'generation', '01a22015-f795-7007-8507-74a5331080ce', 'kept', 'storage_bytes', 73013000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f795-7007-8507-78024324cfac', '2026-11-28 00:00:00+00', '2026-11-28 02:57:23.962+00'),
	('01a22016-0ec1-7449-9d6c-679472418f36', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22015-f270-7007-8506-f21236273c67', 'render-1', 'render_seconds', 5000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f270-7007-8506-f21236273c67', '2026-11-28 00:00:00+00', '2026-11-28 02:57:26.209+00'),
	('01a22016-0ec1-748d-b45c-6527bffac126', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22015-f270-7007-8506-f21236273c67', 'render-1', 'storage_bytes', 4952855000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f270-7007-8506-f21236273c67', '2026-11-28 00:00:00+00', '2026-11-28 02:57:26.209+00'),
	('01a22016-0ec1-7bb4-b677-6d8f77185995', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22015-f270-7007-8506-f21236273c67', 'video', 'videos', 1000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f270-7007-8506-f21236273c67', '2026-11-28 00:00:00+00', '2026-11-28 02:57:26.209+00'),
	('01a22016-0ec1-7752-bc2c-deb4e777d43a', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'video', '01a22015-f270-7007-8506-f21236273c67', 'video', 'video_seconds', 5000000, 0, NULL, NULL, NULL, NULL, '2026-01', '01a22015-f270-7007-8506-f21236273c67', '2026-11-28 00:00:00+00', '2026-11-28 02:57:26.209+00');
INSERT INTO eventing.checkpoints VALUES
	('jobs.account-for-clips', 7, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.make-clips', 4, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.produce-video', 3, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 7, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 1, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 2, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 4, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 5, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.account-for-clips', 0, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-asset', 6, 80, '2026-11-28 02:57:31.105644+00'),
	('eventing.relay', -1, 86, '2026-11-28 02:57:31.44477+00'),
	('integrations.make-short-videos', 3, 86, '2026-11-28 02:57:31.443746+00'),
	('integrations.make-short-videos', 2, 86, '2026-11-28 02:57:31.443746+00'),
	('integrations.make-short-videos', 4, 86, '2026-11-28 02:57:31.443746+00'),
	('jobs.account-for-clips', 6, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-clips', 3, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-clips', 2, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-clips', 4, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-clips', 5, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-clips', 1, 80, '2026-11-28 02:57:31.163635+00'),
	('jobs.account-for-generation', 7, 80, '2026-11-28 02:57:31.170259+00'),
	('integrations.make-short-videos', 1, 86, '2026-11-28 02:57:31.443746+00'),
	('integrations.make-short-videos', 7, 86, '2026-11-28 02:57:31.443746+00'),
	('integrations.make-short-videos', 5, 86, '2026-11-28 02:57:31.443746+00'),
	('integrations.make-short-videos', 6, 86, '2026-11-28 02:57:31.443746+00'),
	('jobs.account-for-asset', 1, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.account-for-asset', 0, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.produce-video', 0, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.produce-video', 6, 80, '2026-11-28 02:57:31.137859+00'),
	('jobs.account-for-asset', 2, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.account-for-asset', 4, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.account-for-asset', 5, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.account-for-generation', 3, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-generation', 0, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-asset', 7, 80, '2026-11-28 02:57:31.105644+00'),
	('integrations.make-short-videos', 0, 86, '2026-11-28 02:57:31.443746+00'),
	('jobs.make-clips', 3, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.make-clips', 0, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.make-clips', 1, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.account-for-asset', 3, 80, '2026-11-28 02:57:31.105644+00'),
	('jobs.make-clips', 5, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.make-clips', 2, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.make-clips', 6, 82, '2026-11-28 02:57:31.392969+00'),
	('jobs.make-clips', 7, 82, '2026-11-28 02:57:31.392969+00'),
	('integrations.keep-assets', 1, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 7, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 0, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 2, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 4, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 3, 85, '2026-11-28 02:57:31.432545+00'),
	('jobs.live-videos', -1, 80, '2026-11-28 02:57:31.141752+00'),
	('integrations.keep-assets', 6, 85, '2026-11-28 02:57:31.432545+00'),
	('integrations.keep-assets', 5, 85, '2026-11-28 02:57:31.432545+00'),
	('jobs.account-for-generation', 1, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-generation', 4, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-generation', 6, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-generation', 5, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.account-for-generation', 2, 80, '2026-11-28 02:57:31.170259+00'),
	('jobs.generate', 6, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 1, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 2, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 3, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 4, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 7, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 5, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.generate', 0, 84, '2026-11-28 02:57:31.415103+00'),
	('jobs.account-for-video', 4, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 3, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 6, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 5, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 0, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 7, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 2, 80, '2026-11-28 02:57:31.132783+00'),
	('jobs.account-for-video', 1, 80, '2026-11-28 02:57:31.132783+00');
INSERT INTO eventing.events OVERRIDING SYSTEM VALUE VALUES
	(1, '01a22015-f216-7007-8506-db461227aa02', 'generation-01a22015-f096-7007-8506-cbbff5e3972a', 1, 'GenerationRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"input": {"seed": 1783560839, "prompt": "a lighthouse", "language": "en", "pictures": [], "aspectRatio": "16:9", "negativePrompt": null, "durationSeconds": 4}, "model": "runware:veo-3.1-fast", "assetId": "01a22015-f096-7007-8506-d7767cf41e55", "capability": "text-to-video", "requestedAt": "2026-11-28T02:57:18.486Z", "generationId": "01a22015-f096-7007-8506-cbbff5e3972a", "expectedMicros": 400000}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f216-7007-8506-db461227aa02"}', '2026-11-28 02:57:18.907121+00'),
	(2, '01a22015-f21e-7007-8506-e0e05e99169c', 'quota-account-68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, 'PlanAssigned', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"plan": "unlimited", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "startsAt": "2026-11-28T02:57:18.179Z", "timezone": "UTC", "overrides": {}, "assignedAt": "2026-11-28T02:57:18.878Z"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f21e-7007-8506-e0e05e99169c"}', '2026-11-28 02:57:18.907492+00'),
	(3, '01a22015-f227-7007-8506-eef0f469ba72', 'quota-reservation-01a22015-f096-7007-8506-cbbff5e3972a', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f096-7007-8506-cbbff5e3972a", "kind": "generation"}, "priceList": "2026-01", "quantities": {"storage_bytes": 4000000, "provider_cost_micros": 400000}, "reservedAt": "2026-11-28T02:57:18.875Z", "reservationId": "01a22015-f096-7007-8506-cbbff5e3972a"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f227-7007-8506-eef0f469ba72"}', '2026-11-28 02:57:18.907514+00'),
	(4, '3cdbe8a2-2214-54d2-adcd-b48d8a014d09', 'generation-01a22015-f096-7007-8506-cbbff5e3972a', 2, 'GenerationStarted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"startedAt": "2026-11-28T02:57:19.013Z", "generationId": "01a22015-f096-7007-8506-cbbff5e3972a"}', '{"actor": "task:5816df3c-97c1-5546-a64e-b21d21b2ea91", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "5816df3c-97c1-5546-a64e-b21d21b2ea91", "traceparent": null, "correlationId": "01a22015-f216-7007-8506-db461227aa02"}', '2026-11-28 02:57:19.02262+00'),
	(5, '01a22015-f295-7007-8506-fffa00a19bf2', 'video-job-01a22015-f270-7007-8506-f21236273c67', 1, 'JobCreated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"look": {"logo": null, "intro": null, "outro": null, "stills": {"pan": 0.85, "zoom": 0.09, "direction": "alternate"}, "ducking": {"depthDb": 6, "attackMs": 40, "releaseMs": 450}, "captions": {"font": null, "color": "#ffffff", "outline": "#0e1014", "position": "bottom", "highlight": "#ffd819"}}, "request": {"fps": 24, "idea": null, "tone": "curious", "music": {"mood": "calm", "gainDb": -18}, "style": "cinematic", "title": "Three hearts", "voice": {"speed": 1, "voice": null, "provider": "local"}, "prompt": "Why octopuses have three hearts", "script": null, "visuals": {"mode": "text-to-video", "seed": 7, "models": ["local:illustrator"], "fallback": ["runware:veo-3.1", "runware:veo-3.1-fast", "runware:veo-3.1-lite", "local:motion-card"], "imageModels": ["local:illustrator"]}, "audience": "general", "language": "en", "metadata": {"campaign": "sea"}, "renderer": "ffmpeg", "template": "classic", "approvals": [], "subtitles": {"style": "karaoke", "burnIn": true}, "resolution": "480p", "aspectRatio": "9:16", "segmentation": {"mode": "beats", "segmentSeconds": 10}, "durationSeconds": 5}, "videoId": "01a22015-f270-7007-8506-f21236273c67", "widthPx": 480, "heightPx": 854, "createdAt": "2026-11-28T02:57:18.993Z", "transition": {"kind": "crossfade", "frames": 12}, "sectionTransition": {"kind": "fade", "frames": 14}}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.02344+00'),
	(6, '8d75cc52-013c-5713-aa35-71e7f2cf0a9e', 'video-job-01a22015-f270-7007-8506-f21236273c67', 2, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "queued", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:18.993Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.023629+00'),
	(7, '01a22015-f2a0-7007-8507-07e9f3803252', 'quota-reservation-01a22015-f270-7007-8506-f21236273c67', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f270-7007-8506-f21236273c67", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "reservedAt": "2026-11-28T02:57:19.005Z", "reservationId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f2a0-7007-8507-07e9f3803252"}', '2026-11-28 02:57:19.023651+00'),
	(8, '781d06e4-73db-57f2-bf00-e33e24684909', 'video-job-01a22015-f270-7007-8506-f21236273c67', 3, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "drafting", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:19.065Z"}', '{"actor": "task:78c97369-b7a3-5066-93ca-28b7a53009dc", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "78c97369-b7a3-5066-93ca-28b7a53009dc", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.074525+00'),
	(12, '5922f162-b5d7-5b67-ab1c-b3861886632d', 'video-job-01a22015-f270-7007-8506-f21236273c67', 4, 'ScriptDrafted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"cost": null, "title": "Three hearts", "script": "Let us find out why octopuses have three hearts. Keep looking.", "source": "local:outline", "videoId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "task:78c97369-b7a3-5066-93ca-28b7a53009dc", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "78c97369-b7a3-5066-93ca-28b7a53009dc", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.130131+00'),
	(13, '391a4e0a-a80e-5f23-8435-0703933d5e87', 'video-job-01a22015-f270-7007-8506-f21236273c67', 5, 'SegmentsPlanned', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67", "segments": [{"seed": 7, "text": "Let us find out why octopuses have three hearts. Keep looking.", "index": 0, "section": "main", "endFrame": 120, "startFrame": 0, "imagePrompt": "Three hearts. Let us find out why octopuses have three hearts. Keep looking. — cinematic still, curious mood, for a general audience", "videoPrompt": "Let us find out why octopuses have three hearts. Keep looking. — cinematic shot, curious mood, slow camera move"}], "transitions": []}', '{"actor": "task:78c97369-b7a3-5066-93ca-28b7a53009dc", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "78c97369-b7a3-5066-93ca-28b7a53009dc", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.130198+00'),
	(9, '01a22015-f2dc-7007-8507-1040ee03fc95', 'video-job-01a22015-f2ce-7007-8507-0c4dc12a0668', 1, 'JobCreated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"look": {"logo": null, "intro": null, "outro": null, "stills": {"pan": 0.85, "zoom": 0.09, "direction": "alternate"}, "ducking": {"depthDb": 6, "attackMs": 40, "releaseMs": 450}, "captions": {"font": null, "color": "#ffffff", "outline": "#0e1014", "position": "bottom", "highlight": "#ffd819"}}, "request": {"fps": 24, "idea": null, "tone": "curious", "music": {"mood": "calm", "gainDb": -18}, "style": "cinematic", "title": null, "voice": {"speed": 1, "voice": null, "provider": "local"}, "prompt": "Why octopuses have three hearts", "script": null, "visuals": {"mode": "text-to-video", "seed": 7, "models": ["local:illustrator"], "fallback": ["runware:veo-3.1", "runware:veo-3.1-fast", "runware:veo-3.1-lite", "local:motion-card"], "imageModels": ["local:illustrator"]}, "audience": "general", "language": "en", "metadata": {}, "renderer": "ffmpeg", "template": "classic", "approvals": ["script"], "subtitles": {"style": "karaoke", "burnIn": true}, "resolution": "480p", "aspectRatio": "9:16", "segmentation": {"mode": "beats", "segmentSeconds": 10}, "durationSeconds": 5}, "videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668", "widthPx": 480, "heightPx": 854, "createdAt": "2026-11-28T02:57:19.063Z", "transition": {"kind": "crossfade", "frames": 12}, "sectionTransition": {"kind": "fade", "frames": 14}}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f2dc-7007-8507-1040ee03fc95"}', '2026-11-28 02:57:19.09369+00'),
	(10, '7728b335-dc7b-5917-9b4a-c3d1ef086d11', 'video-job-01a22015-f2ce-7007-8507-0c4dc12a0668', 2, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"stage": "queued", "videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668", "enteredAt": "2026-11-28T02:57:19.063Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f2dc-7007-8507-1040ee03fc95"}', '2026-11-28 02:57:19.094578+00'),
	(11, '01a22015-f2e3-7007-8507-1b3fe3bca5c2', 'quota-reservation-01a22015-f2ce-7007-8507-0c4dc12a0668', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f2ce-7007-8507-0c4dc12a0668", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "reservedAt": "2026-11-28T02:57:19.072Z", "reservationId": "01a22015-f2ce-7007-8507-0c4dc12a0668"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f2e3-7007-8507-1b3fe3bca5c2"}', '2026-11-28 02:57:19.094592+00'),
	(22, '01a22015-f474-7007-8507-46a5da910476', 'video-job-01a22015-f43b-7007-8507-3f70359cca07', 1, 'JobCreated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"look": {"logo": null, "intro": null, "outro": null, "stills": {"pan": 0.85, "zoom": 0.09, "direction": "alternate"}, "ducking": {"depthDb": 6, "attackMs": 40, "releaseMs": 450}, "captions": {"font": null, "color": "#ffffff", "outline": "#0e1014", "position": "bottom", "highlight": "#ffd819"}}, "request": {"fps": 24, "idea": null, "tone": "curious", "music": false, "style": "cinematic", "title": null, "voice": false, "frames": [{"prompt": null, "durationSeconds": 5}], "prompt": null, "script": "", "visuals": {"mode": "text-to-video", "seed": 117953553, "models": ["local:illustrator"], "fallback": ["runware:veo-3.1", "runware:veo-3.1-fast", "runware:veo-3.1-lite", "local:animated-still", "local:motion-card"], "imageModels": ["local:illustrator"]}, "audience": "general", "language": "en", "metadata": {}, "renderer": "ffmpeg", "template": "classic", "approvals": [], "subtitles": false, "resolution": "480p", "aspectRatio": "9:16", "segmentation": {"mode": "frame-pairs", "segmentSeconds": 10}, "durationSeconds": 5}, "videoId": "01a22015-f43b-7007-8507-3f70359cca07", "widthPx": 480, "heightPx": 854, "createdAt": "2026-11-28T02:57:19.474Z", "transition": {"kind": "crossfade", "frames": 12}, "sectionTransition": {"kind": "fade", "frames": 14}}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f474-7007-8507-46a5da910476"}', '2026-11-28 02:57:19.497106+00'),
	(23, '34d276be-9140-505f-9e51-9fb2fe80366a', 'video-job-01a22015-f43b-7007-8507-3f70359cca07', 2, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"stage": "queued", "videoId": "01a22015-f43b-7007-8507-3f70359cca07", "enteredAt": "2026-11-28T02:57:19.474Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f474-7007-8507-46a5da910476"}', '2026-11-28 02:57:19.497175+00'),
	(24, '01a22015-f47f-7007-8507-49c4e553c448', 'quota-reservation-01a22015-f43b-7007-8507-3f70359cca07', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f43b-7007-8507-3f70359cca07", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "reservedAt": "2026-11-28T02:57:19.482Z", "reservationId": "01a22015-f43b-7007-8507-3f70359cca07"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f47f-7007-8507-49c4e553c448"}', '2026-11-28 02:57:19.497186+00'),
	(29, '2cf99a14-e96b-5308-a576-5ab53885ea3a', 'video-job-01a22015-f270-7007-8506-f21236273c67', 7, 'StoryboardStored', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"plan": 1, "script": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/69fdab2c-c2d3-5fad-9af7-03e0fca519ed-1/script.txt", "sha256": "a87b5432dbcb42839930ee288593cb11e39a7c8cf688bccbcd907a43d9acef76", "sizeBytes": 63, "contentType": "text/plain; charset=utf-8"}, "videoId": "01a22015-f270-7007-8506-f21236273c67", "storyboard": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/69fdab2c-c2d3-5fad-9af7-03e0fca519ed-1/storyboard.json", "sha256": "8f8f936a0eba70176a77e61948eb4511bd61674a9ed77a00953041b478242146", "sizeBytes": 667, "contentType": "application/json"}}', '{"actor": "task:69fdab2c-c2d3-5fad-9af7-03e0fca519ed", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "69fdab2c-c2d3-5fad-9af7-03e0fca519ed", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.791167+00'),
	(61, '01a22016-05f1-7007-8508-2c02a52dd200', 'asset-01a22015-f795-7007-8507-78024324cfac', 1, 'AssetRegistered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"name": null, "source": "local:music", "assetId": "01a22015-f795-7007-8507-78024324cfac", "registeredAt": "2026-11-28T02:57:23.953Z", "isToBeFetched": false}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-05f1-7007-8508-2c02a52dd200"}', '2026-11-28 02:57:23.955434+00'),
	(14, '50576a64-ca80-5f43-a72e-f0336587a094', 'video-job-01a22015-f270-7007-8506-f21236273c67', 6, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "assets", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:19.111Z"}', '{"actor": "task:78c97369-b7a3-5066-93ca-28b7a53009dc", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "78c97369-b7a3-5066-93ca-28b7a53009dc", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:19.130209+00'),
	(15, '0da69640-9b0e-5114-bdae-e6c65a1abfbc', 'video-job-01a22015-f2ce-7007-8507-0c4dc12a0668', 3, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"stage": "drafting", "videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668", "enteredAt": "2026-11-28T02:57:19.163Z"}', '{"actor": "task:d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "traceparent": null, "correlationId": "01a22015-f2dc-7007-8507-1040ee03fc95"}', '2026-11-28 02:57:19.184507+00'),
	(16, '01a22015-f331-7007-8507-2f0a802263a7', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 1, 'JobCreated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"look": {"logo": null, "intro": null, "outro": null, "stills": {"pan": 0.85, "zoom": 0.09, "direction": "alternate"}, "ducking": {"depthDb": 6, "attackMs": 40, "releaseMs": 450}, "captions": {"font": null, "color": "#ffffff", "outline": "#0e1014", "position": "bottom", "highlight": "#ffd819"}}, "request": {"fps": 24, "idea": null, "tone": "curious", "music": {"mood": "calm", "gainDb": -18}, "style": "cinematic", "title": null, "voice": {"speed": 1, "voice": null, "provider": "local"}, "prompt": "Why octopuses have three hearts", "script": null, "visuals": {"mode": "text-to-video", "seed": 7, "models": ["local:illustrator"], "fallback": ["runware:veo-3.1", "runware:veo-3.1-fast", "runware:veo-3.1-lite", "local:motion-card"], "imageModels": ["local:illustrator"]}, "audience": "general", "language": "en", "metadata": {}, "renderer": "ffmpeg", "template": "classic", "approvals": ["script"], "subtitles": {"style": "karaoke", "burnIn": true}, "resolution": "480p", "aspectRatio": "9:16", "segmentation": {"mode": "beats", "segmentSeconds": 10}, "durationSeconds": 5}, "videoId": "01a22015-f31d-7007-8507-27160c12209b", "widthPx": 480, "heightPx": 854, "createdAt": "2026-11-28T02:57:19.144Z", "transition": {"kind": "crossfade", "frames": 12}, "sectionTransition": {"kind": "fade", "frames": 14}}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f331-7007-8507-2f0a802263a7"}', '2026-11-28 02:57:19.188138+00'),
	(17, '560e19b2-f70d-5222-bd10-5dbf6c8211cb', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 2, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"stage": "queued", "videoId": "01a22015-f31d-7007-8507-27160c12209b", "enteredAt": "2026-11-28T02:57:19.144Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f331-7007-8507-2f0a802263a7"}', '2026-11-28 02:57:19.18833+00'),
	(18, '01a22015-f345-7007-8507-30322e08b70f', 'quota-reservation-01a22015-f31d-7007-8507-27160c12209b', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f31d-7007-8507-27160c12209b", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "reservedAt": "2026-11-28T02:57:19.166Z", "reservationId": "01a22015-f31d-7007-8507-27160c12209b"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f345-7007-8507-30322e08b70f"}', '2026-11-28 02:57:19.188355+00'),
	(28, 'a09094ca-5f72-5320-8ef2-43ce52e16d61', 'video-job-01a22015-f43b-7007-8507-3f70359cca07', 4, 'JobFailed', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"code": "frames_refused", "faults": [{"code": "not_found", "path": "frames.0.firstFrameUrl", "message": "There is no such file at the address, or it is not public."}, {"code": "not_found", "path": "frames.0.lastFrameUrl", "message": "There is no such file at the address, or it is not public."}], "message": "The frames cannot be used: frames.0.firstFrameUrl There is no such file at the address, or it is not public.; frames.0.lastFrameUrl There is no such file at the address, or it is not public.", "segment": null, "videoId": "01a22015-f43b-7007-8507-3f70359cca07", "failedAt": "2026-11-28T02:57:19.648Z", "retryable": false}', '{"actor": "task:b2f4d97d-a3f0-5f5a-a4ef-71b9a5d05b69", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "b2f4d97d-a3f0-5f5a-a4ef-71b9a5d05b69", "traceparent": null, "correlationId": "01a22015-f474-7007-8507-46a5da910476"}', '2026-11-28 02:57:19.680559+00'),
	(45, 'df990475-1943-5b7f-8d60-5cd52bb5c70e', 'short-video-01a22015-fb38-7007-8507-d46d058a2234', 3, 'ShortVideoFailed', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"code": "unsupported_media", "message": "It cannot be used: its content is not MP4, MOV, WebM, MKV, PNG, JPEG, WebP, MP3, WAV or M4A.", "videoId": "01a22015-fb38-7007-8507-d46d058a2234", "failedAt": "2026-11-28T02:57:21.515Z"}', '{"actor": "task:5c70e1d5-692c-51c9-afb3-236a72b0d2f3", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "5c70e1d5-692c-51c9-afb3-236a72b0d2f3", "traceparent": null, "correlationId": "01a22015-fb40-7007-8507-da4287042f0e"}', '2026-11-28 02:57:21.560233+00'),
	(49, '01a22015-ffad-7007-8508-0d699849b0ba', 'quota-reservation-01a22015-fabf-7007-8507-ad25ac61dfc6', 1, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"item": null, "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:22.304Z", "subject": {"id": "01a22015-fabf-7007-8507-ad25ac61dfc6", "kind": "asset"}, "priceList": "2026-01", "quantities": {"storage_bytes": 197}, "fromReserved": {}, "reservationId": "01a22015-fabf-7007-8507-ad25ac61dfc6"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc21c1df-f7c6-5909-ba4f-71b65db7443c", "traceparent": null, "correlationId": "01a22015-fad1-7007-8507-b076b189c49d"}', '2026-11-28 02:57:22.375887+00'),
	(55, '19929fe7-9f0d-5f44-b970-ea8e8145cecd', 'clip-set-01a22015-f4b1-7007-8507-55ce0bd04add', 4, 'ClipPicturesForgotten', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "task:f5b84d84-cc09-5131-8d1d-eb94241f1721", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "f5b84d84-cc09-5131-8d1d-eb94241f1721", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.704807+00'),
	(63, '9cae1fa8-90bf-547b-a9c9-58a20e4f90f4', 'generation-01a22015-f795-7007-8507-74a5331080ce', 3, 'GenerationCompleted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"cost": null, "assetId": "01a22015-f795-7007-8507-78024324cfac", "sizeBytes": 73013, "completedAt": "2026-11-28T02:57:23.962Z", "generationId": "01a22015-f795-7007-8507-74a5331080ce"}', '{"actor": "task:6f358cf0-e2df-5fb3-8c56-941fd06c5349", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "6f358cf0-e2df-5fb3-8c56-941fd06c5349", "traceparent": null, "correlationId": "01a22015-f7bb-7007-8507-80a034f786ed"}', '2026-11-28 02:57:23.978618+00'),
	(19, '196e7417-44e0-5723-a135-813902c96d15', 'video-job-01a22015-f2ce-7007-8507-0c4dc12a0668', 4, 'ScriptDrafted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"cost": null, "title": "Why octopuses have three hearts", "script": "Let us find out why octopuses have three hearts. Keep looking.", "source": "local:outline", "videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668"}', '{"actor": "task:d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "traceparent": null, "correlationId": "01a22015-f2dc-7007-8507-1040ee03fc95"}', '2026-11-28 02:57:19.471844+00'),
	(20, '539069e6-95a6-5ff0-bf7d-0d41ab4b4377', 'video-job-01a22015-f2ce-7007-8507-0c4dc12a0668', 5, 'ApprovalRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668", "approval": "script", "requestedAt": "2026-11-28T02:57:19.456Z"}', '{"actor": "task:d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d74c1e1f-fa1e-50ef-aa0b-609130444bc4", "traceparent": null, "correlationId": "01a22015-f2dc-7007-8507-1040ee03fc95"}', '2026-11-28 02:57:19.471986+00'),
	(21, 'b18ae65c-642b-5386-a7e2-4cb978b7851b', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 3, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"stage": "drafting", "videoId": "01a22015-f31d-7007-8507-27160c12209b", "enteredAt": "2026-11-28T02:57:19.483Z"}', '{"actor": "task:b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "traceparent": null, "correlationId": "01a22015-f331-7007-8507-2f0a802263a7"}', '2026-11-28 02:57:19.491504+00'),
	(30, '01a22015-f576-7007-8507-59b3377012d1', 'quota-reservation-01a22015-f43b-7007-8507-3f70359cca07', 2, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"entry": null, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "closed", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "releasedAt": "2026-11-28T02:57:19.680Z", "reservationId": "01a22015-f43b-7007-8507-3f70359cca07"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "a09094ca-5f72-5320-8ef2-43ce52e16d61", "traceparent": null, "correlationId": "01a22015-f474-7007-8507-46a5da910476"}', '2026-11-28 02:57:19.805174+00'),
	(43, 'fbb33dc6-c3ef-5403-9165-70da63ac121e', 'short-video-01a22015-fb38-7007-8507-d46d058a2234', 2, 'ShortVideoStarted', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"videoId": "01a22015-fb38-7007-8507-d46d058a2234"}', '{"actor": "task:5c70e1d5-692c-51c9-afb3-236a72b0d2f3", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "5c70e1d5-692c-51c9-afb3-236a72b0d2f3", "traceparent": null, "correlationId": "01a22015-fb40-7007-8507-da4287042f0e"}', '2026-11-28 02:57:21.43472+00'),
	(47, '65ce0044-666f-50c3-abc7-986c639185f1', 'short-video-01a22015-fb38-7007-8507-d46d058a2234', 4, 'ShortVideoAnnounced', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"videoId": "01a22015-fb38-7007-8507-d46d058a2234", "wasHeard": false}', '{"actor": "task:f2a97672-861c-50fc-b01e-888980677185", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "f2a97672-861c-50fc-b01e-888980677185", "traceparent": null, "correlationId": "01a22015-fb40-7007-8507-da4287042f0e"}', '2026-11-28 02:57:21.682241+00'),
	(48, 'fc21c1df-f7c6-5909-ba4f-71b65db7443c', 'asset-01a22015-fabf-7007-8507-ad25ac61dfc6', 2, 'AssetReady', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"file": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-fabf-7007-8507-ad25ac61dfc6/01a22015-ff54-7007-8508-06bc4bdf3894/content.png", "sha256": "98917b2245a8cce1c7585beacd322d39bde5ad94490d5993cbee165d78a52e63", "sizeBytes": 197, "contentType": "image/png"}, "kind": "image", "assetId": "01a22015-fabf-7007-8507-ad25ac61dfc6", "readyAt": "2026-11-28T02:57:22.304Z", "widthPx": 64, "heightPx": 64, "durationSeconds": null}', '{"actor": "task:d52d7ba8-5a04-587a-a2a8-672e2922f16a", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d52d7ba8-5a04-587a-a2a8-672e2922f16a", "traceparent": null, "correlationId": "01a22015-fad1-7007-8507-b076b189c49d"}', '2026-11-28 02:57:22.306779+00'),
	(52, '01a22016-00b5-7007-8508-11185f77ed25', 'quota-reservation-01a22015-f4b1-7007-8507-55ce0bd04add', 2, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"item": "clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5", "entry": "clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:22.500Z", "subject": {"id": "01a22015-f4b1-7007-8507-55ce0bd04add", "kind": "clips"}, "priceList": "2026-01", "quantities": {"storage_bytes": 24959}, "fromReserved": {"storage_bytes": 24959}, "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e6a095d1-a54b-58a0-89db-f24c847d5ec9", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.694936+00'),
	(53, 'e960a3cc-cf40-5183-b57b-6cde64f1007b', 'quota-reservation-01a22015-f4b1-7007-8507-55ce0bd04add', 3, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"entry": "clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "replaced", "quantities": {"storage_bytes": 975041}, "releasedAt": "2026-11-28T02:57:22.500Z", "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e6a095d1-a54b-58a0-89db-f24c847d5ec9", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.694991+00'),
	(54, '01a22016-00c4-7007-8508-1c0c1ca1a12b', 'quota-reservation-01a22015-f4b1-7007-8507-55ce0bd04add', 4, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"entry": null, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "closed", "quantities": {}, "releasedAt": "2026-11-28T02:57:22.500Z", "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "c8025406-1c01-53af-9ad3-9775d13e7d67", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.695001+00'),
	(56, 'f1e103c9-75ec-569b-b953-e81344514c44', 'video-job-01a22015-f270-7007-8506-f21236273c67', 8, 'VoiceoverGenerated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"cost": null, "plan": 1, "lines": [{"tempo": 1, "segment": 0, "endSeconds": 4.43, "startSeconds": 0.12}], "master": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e096376d-f34e-5ff4-a50c-81d8b412dfeb-1/voiceover.wav", "sha256": "f97a353617ef592b9127945dec3c76f52cf04660286f36dcbbf2de4d5f9f7ec5", "sizeBytes": 480044, "contentType": "audio/wav"}, "source": "local:speech", "videoId": "01a22015-f270-7007-8506-f21236273c67", "voiceover": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e096376d-f34e-5ff4-a50c-81d8b412dfeb-1/voiceover.m4a", "sha256": "fa2bbefad64fe887b1dc851b9d0c6d0731ae257ea426ca5cc9fb3b9d635eb689", "sizeBytes": 85147, "contentType": "audio/mp4"}}', '{"actor": "task:e096376d-f34e-5ff4-a50c-81d8b412dfeb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e096376d-f34e-5ff4-a50c-81d8b412dfeb", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:23.016288+00'),
	(25, 'ebbe6063-ac3e-5ae6-98bc-82378fa15428', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 4, 'ScriptDrafted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"cost": null, "title": "Why octopuses have three hearts", "script": "Let us find out why octopuses have three hearts. Keep looking.", "source": "local:outline", "videoId": "01a22015-f31d-7007-8507-27160c12209b"}', '{"actor": "task:b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "traceparent": null, "correlationId": "01a22015-f331-7007-8507-2f0a802263a7"}', '2026-11-28 02:57:19.548572+00'),
	(26, 'd9df1197-16e6-5e16-8294-855de20c0e02', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 5, 'ApprovalRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"videoId": "01a22015-f31d-7007-8507-27160c12209b", "approval": "script", "requestedAt": "2026-11-28T02:57:19.522Z"}', '{"actor": "task:b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "b29a5bac-8c13-5c52-b6b6-09d824a9f8fb", "traceparent": null, "correlationId": "01a22015-f331-7007-8507-2f0a802263a7"}', '2026-11-28 02:57:19.549504+00'),
	(27, 'bd8f45c4-0fe0-5b4f-8148-82641522fd99', 'video-job-01a22015-f43b-7007-8507-3f70359cca07', 3, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"stage": "drafting", "videoId": "01a22015-f43b-7007-8507-3f70359cca07", "enteredAt": "2026-11-28T02:57:19.557Z"}', '{"actor": "task:a2816f96-bd03-5efd-82f5-16ba9ff198d3", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "a2816f96-bd03-5efd-82f5-16ba9ff198d3", "traceparent": null, "correlationId": "01a22015-f474-7007-8507-46a5da910476"}', '2026-11-28 02:57:19.620313+00'),
	(42, '34a7af70-152c-5677-b374-57bdd3a7badc', 'short-video-01a22015-fb03-7007-8507-c0f7c1016702', 2, 'ShortVideoStarted', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"videoId": "01a22015-fb03-7007-8507-c0f7c1016702"}', '{"actor": "task:cd9ddbff-7a51-5b6e-be06-58c4ce51cd58", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "cd9ddbff-7a51-5b6e-be06-58c4ce51cd58", "traceparent": null, "correlationId": "01a22015-fb18-7007-8507-cdb273053bf4"}', '2026-11-28 02:57:21.368744+00'),
	(46, '01a22015-fca4-7007-8507-fe8c3be5b0b0', 'quota-reservation-01a22015-f31d-7007-8507-27160c12209b', 2, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"entry": null, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "closed", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "releasedAt": "2026-11-28T02:57:21.509Z", "reservationId": "01a22015-f31d-7007-8507-27160c12209b"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "01a22015-fc59-7007-8507-f2a206eeb3ea", "traceparent": null, "correlationId": "01a22015-fc59-7007-8507-f2a206eeb3ea"}', '2026-11-28 02:57:21.624422+00'),
	(31, '01a22015-f763-7007-8507-6651ddecd8cf', 'clip-set-01a22015-f4b1-7007-8507-55ce0bd04add', 1, 'ClipSetRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"fps": 30, "clips": [{"seed": 1572977194, "scene": "there", "clipId": "d32213a4-0bc8-57bf-906e-f3c9f29798f5", "expectedMicros": 0, "durationSeconds": 1}], "model": "local:illustrator", "widthPx": 720, "heightPx": 1280, "clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add", "aspectRatio": "9:16", "requestedAt": "2026-11-28T02:57:19.537Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:20.237234+00'),
	(32, '01a22015-f766-7007-8507-6ef62f3e9122', 'quota-reservation-01a22015-f4b1-7007-8507-55ce0bd04add', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"items": {"clip-d32213a4-0bc8-57bf-906e-f3c9f29798f5": {"storage_bytes": 1000000}}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f4b1-7007-8507-55ce0bd04add", "kind": "clips"}, "priceList": "2026-01", "quantities": {"storage_bytes": 1000000}, "reservedAt": "2026-11-28T02:57:20.229Z", "reservationId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f766-7007-8507-6ef62f3e9122"}', '2026-11-28 02:57:20.237327+00'),
	(33, '01a22015-f7bb-7007-8507-80a034f786ed', 'generation-01a22015-f795-7007-8507-74a5331080ce', 1, 'GenerationRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"input": {"seed": 1809647352, "prompt": "calm", "language": "en", "pictures": [], "aspectRatio": "9:16", "negativePrompt": null, "durationSeconds": 3}, "model": "local:music", "assetId": "01a22015-f795-7007-8507-78024324cfac", "capability": "music", "requestedAt": "2026-11-28T02:57:20.277Z", "generationId": "01a22015-f795-7007-8507-74a5331080ce", "expectedMicros": 0}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f7bb-7007-8507-80a034f786ed"}', '2026-11-28 02:57:20.370573+00'),
	(34, '01a22015-f7d0-7007-8507-8e89d532ddc0', 'quota-reservation-01a22015-f795-7007-8507-74a5331080ce', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22015-f795-7007-8507-74a5331080ce", "kind": "generation"}, "priceList": "2026-01", "quantities": {"storage_bytes": 72000}, "reservedAt": "2026-11-28T02:57:20.326Z", "reservationId": "01a22015-f795-7007-8507-74a5331080ce"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-f7d0-7007-8507-8e89d532ddc0"}', '2026-11-28 02:57:20.370709+00'),
	(35, 'fd73f60b-48e4-5111-be80-622e6b313d0e', 'generation-01a22015-f795-7007-8507-74a5331080ce', 2, 'GenerationStarted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"startedAt": "2026-11-28T02:57:20.453Z", "generationId": "01a22015-f795-7007-8507-74a5331080ce"}', '{"actor": "task:6f358cf0-e2df-5fb3-8c56-941fd06c5349", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "6f358cf0-e2df-5fb3-8c56-941fd06c5349", "traceparent": null, "correlationId": "01a22015-f7bb-7007-8507-80a034f786ed"}', '2026-11-28 02:57:20.464073+00'),
	(36, '01a22015-fa8c-7007-8507-a2e0fec1282c', 'asset-01a22015-f84c-7007-8507-9778e9e18876', 1, 'AssetRegistered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"name": "teal.png", "source": "upload", "assetId": "01a22015-f84c-7007-8507-9778e9e18876", "registeredAt": "2026-11-28T02:57:21.020Z", "isToBeFetched": false}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fa8c-7007-8507-a2e0fec1282c"}', '2026-11-28 02:57:21.039284+00'),
	(37, '4c70026d-1973-554a-85e9-01f1b53a7aaf', 'asset-01a22015-f84c-7007-8507-9778e9e18876', 2, 'AssetReady', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"file": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f84c-7007-8507-9778e9e18876/01a22015-fa67-7007-8507-9e591412ccb9/content.png", "sha256": "98917b2245a8cce1c7585beacd322d39bde5ad94490d5993cbee165d78a52e63", "sizeBytes": 197, "contentType": "image/png"}, "kind": "image", "assetId": "01a22015-f84c-7007-8507-9778e9e18876", "readyAt": "2026-11-28T02:57:21.020Z", "widthPx": 64, "heightPx": 64, "durationSeconds": null}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fa8c-7007-8507-a2e0fec1282c"}', '2026-11-28 02:57:21.039351+00'),
	(38, '01a22015-fad1-7007-8507-b076b189c49d', 'asset-01a22015-fabf-7007-8507-ad25ac61dfc6', 1, 'AssetRegistered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"name": null, "source": "url", "assetId": "01a22015-fabf-7007-8507-ad25ac61dfc6", "registeredAt": "2026-11-28T02:57:21.105Z", "isToBeFetched": true}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fad1-7007-8507-b076b189c49d"}', '2026-11-28 02:57:21.108693+00'),
	(39, '01a22015-fad7-7007-8507-bb214b5b76f4', 'quota-reservation-01a22015-f84c-7007-8507-9778e9e18876', 1, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 4, '{"item": null, "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:21.020Z", "subject": {"id": "01a22015-f84c-7007-8507-9778e9e18876", "kind": "asset"}, "priceList": "2026-01", "quantities": {"storage_bytes": 197}, "fromReserved": {}, "reservationId": "01a22015-f84c-7007-8507-9778e9e18876"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "4c70026d-1973-554a-85e9-01f1b53a7aaf", "traceparent": null, "correlationId": "01a22015-fa8c-7007-8507-a2e0fec1282c"}', '2026-11-28 02:57:21.165911+00'),
	(40, '01a22015-fb18-7007-8507-cdb273053bf4', 'short-video-01a22015-fb03-7007-8507-c0f7c1016702', 1, 'ShortVideoOrdered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"scenes": 1, "videoId": "01a22015-fb03-7007-8507-c0f7c1016702", "orderedAt": "2026-11-28T02:57:21.176Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fb18-7007-8507-cdb273053bf4"}', '2026-11-28 02:57:21.180763+00'),
	(41, '01a22015-fb40-7007-8507-da4287042f0e', 'short-video-01a22015-fb38-7007-8507-d46d058a2234', 1, 'ShortVideoOrdered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"scenes": 1, "videoId": "01a22015-fb38-7007-8507-d46d058a2234", "orderedAt": "2026-11-28T02:57:21.216Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fb40-7007-8507-da4287042f0e"}', '2026-11-28 02:57:21.234875+00'),
	(44, '01a22015-fc59-7007-8507-f2a206eeb3ea', 'video-job-01a22015-f31d-7007-8507-27160c12209b', 6, 'JobCancelled', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"videoId": "01a22015-f31d-7007-8507-27160c12209b", "cancelledAt": "2026-11-28T02:57:21.488Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22015-fc59-7007-8507-f2a206eeb3ea"}', '2026-11-28 02:57:21.509901+00'),
	(50, 'e6a095d1-a54b-58a0-89db-f24c847d5ec9', 'clip-set-01a22015-f4b1-7007-8507-55ce0bd04add', 2, 'ClipMade', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"clip": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f4b1-7007-8507-55ce0bd04add/d32213a4-0bc8-57bf-906e-f3c9f29798f5-1/clip.mp4", "sha256": "ae83fb18e92b09db48a706e65c1bf1357e7525fe1dc6fcde6a546074bb453fde", "sizeBytes": 24959, "contentType": "video/mp4"}, "cost": null, "clipId": "d32213a4-0bc8-57bf-906e-f3c9f29798f5", "madeAt": "2026-11-28T02:57:22.500Z", "source": "local:illustrator", "clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', '{"actor": "task:d32213a4-0bc8-57bf-906e-f3c9f29798f5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d32213a4-0bc8-57bf-906e-f3c9f29798f5", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.50647+00'),
	(51, 'c8025406-1c01-53af-9ad3-9775d13e7d67', 'clip-set-01a22015-f4b1-7007-8507-55ce0bd04add', 3, 'ClipSetCompleted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"made": 1, "failed": 0, "clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add", "completedAt": "2026-11-28T02:57:22.500Z"}', '{"actor": "task:d32213a4-0bc8-57bf-906e-f3c9f29798f5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "d32213a4-0bc8-57bf-906e-f3c9f29798f5", "traceparent": null, "correlationId": "01a22015-f763-7007-8507-6651ddecd8cf"}', '2026-11-28 02:57:22.506662+00'),
	(57, '937da4c9-a5ca-58c4-a004-9e86dc1a26a4', 'video-job-01a22015-f270-7007-8506-f21236273c67', 9, 'SubtitlesAligned', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"srt": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e096376d-f34e-5ff4-a50c-81d8b412dfeb-1/subtitles.srt", "sha256": "75c2e483a3d11e2a9d25ab86384ce04b37d6ffac59b3543e49948894b865eb2d", "sizeBytes": 161, "contentType": "application/x-subrip"}, "vtt": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e096376d-f34e-5ff4-a50c-81d8b412dfeb-1/subtitles.vtt", "sha256": "fbc2bc9e7dfdb28339c8157ac3bbd6bbb04fedd131b60bce0de86610aef81be7", "sizeBytes": 163, "contentType": "text/vtt; charset=utf-8"}, "cues": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e096376d-f34e-5ff4-a50c-81d8b412dfeb-1/cues.json", "sha256": "413439d9e18ddc32af7b645fd17ea6ba57ed98a8150b6e874e356f0e1af30e26", "sizeBytes": 816, "contentType": "application/json"}, "plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67", "segmentDigests": ["413439d9e18ddc32af7b645fd17ea6ba57ed98a8150b6e874e356f0e1af30e26"]}', '{"actor": "task:e096376d-f34e-5ff4-a50c-81d8b412dfeb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e096376d-f34e-5ff4-a50c-81d8b412dfeb", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:23.016342+00'),
	(58, '23b271b5-94bd-5861-af62-df0000178f7e', 'video-job-01a22015-f270-7007-8506-f21236273c67', 10, 'MusicGenerated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"cost": null, "plan": 1, "music": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/8c2167a7-c1bf-5e8e-949d-d088bd30e411-1/music.m4a", "sha256": "71885e3e08a609c52a5d03a211224ac66ea7b173a2000ba2618ba98f2ecce05e", "sizeBytes": 121295, "contentType": "audio/mp4"}, "master": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/8c2167a7-c1bf-5e8e-949d-d088bd30e411-1/music.wav", "sha256": "75f4c1130361f36e7a95fe0436b479d229254d76e8babd3b2ea19d1711d8ba23", "sizeBytes": 960044, "contentType": "audio/wav"}, "source": "local:music", "videoId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "task:8c2167a7-c1bf-5e8e-949d-d088bd30e411", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "8c2167a7-c1bf-5e8e-949d-d088bd30e411", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:23.086131+00'),
	(59, 'f066cfff-3eb1-5599-bd7d-dc28633cc3c2', 'video-job-01a22015-f270-7007-8506-f21236273c67', 11, 'SegmentGenerated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"clip": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e514c9bd-87e7-5a2f-92e1-2b97502f66cb-1/sources/000.mp4", "sha256": "37c5ce942d1af757b4c76fa5c0d804bc20b2e45b4a6a8bc3944a4a724128a58c", "sizeBytes": 1562435, "contentType": "video/mp4"}, "cost": null, "kind": "video", "plan": 1, "take": 0, "index": 0, "still": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/e514c9bd-87e7-5a2f-92e1-2b97502f66cb-1/frames/000.png", "sha256": "6ae880b6399fa6b414f7a69e272b16f4121da03c995f4c5d6447c4e4e8e7fd30", "sizeBytes": 442491, "contentType": "image/png"}, "source": "local:illustrator", "videoId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "task:e514c9bd-87e7-5a2f-92e1-2b97502f66cb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e514c9bd-87e7-5a2f-92e1-2b97502f66cb", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:23.327848+00'),
	(60, 'f9fb2793-a699-5dbb-9753-330acddc26e0', 'video-job-01a22015-f270-7007-8506-f21236273c67', 12, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "audio", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:23.323Z"}', '{"actor": "task:e514c9bd-87e7-5a2f-92e1-2b97502f66cb", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "e514c9bd-87e7-5a2f-92e1-2b97502f66cb", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:23.327909+00'),
	(62, 'd7f503fd-3060-5ede-a0b7-da75580723df', 'asset-01a22015-f795-7007-8507-78024324cfac', 2, 'AssetReady', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 2, '{"file": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f795-7007-8507-78024324cfac/01a22016-05c1-7007-8508-25d7ae08d813/content.m4a", "sha256": "a5c835fc60d09e6d157dc75e1a316a753b5da8f6b5cc44c9b7dd3a6895f0c9af", "sizeBytes": 73013, "contentType": "audio/mp4"}, "kind": "audio", "assetId": "01a22015-f795-7007-8507-78024324cfac", "readyAt": "2026-11-28T02:57:23.953Z", "widthPx": null, "heightPx": null, "durationSeconds": 3}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-05f1-7007-8508-2c02a52dd200"}', '2026-11-28 02:57:23.955509+00'),
	(64, '01a22016-062b-7007-8508-39488de5fdaa', 'quota-reservation-01a22015-f795-7007-8507-78024324cfac', 1, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"item": null, "entry": "kept", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:23.962Z", "subject": {"id": "01a22015-f795-7007-8507-74a5331080ce", "kind": "generation"}, "priceList": "2026-01", "quantities": {"storage_bytes": 73013}, "fromReserved": {}, "reservationId": "01a22015-f795-7007-8507-78024324cfac"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "9cae1fa8-90bf-547b-a9c9-58a20e4f90f4", "traceparent": null, "correlationId": "01a22015-f7bb-7007-8507-80a034f786ed"}', '2026-11-28 02:57:24.030623+00'),
	(65, '01a22016-0633-7007-8508-4431e5047f17', 'quota-reservation-01a22015-f795-7007-8507-74a5331080ce', 2, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"entry": null, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "closed", "quantities": {"storage_bytes": 72000}, "releasedAt": "2026-11-28T02:57:23.962Z", "reservationId": "01a22015-f795-7007-8507-74a5331080ce"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "9cae1fa8-90bf-547b-a9c9-58a20e4f90f4", "traceparent": null, "correlationId": "01a22015-f7bb-7007-8507-80a034f786ed"}', '2026-11-28 02:57:24.030736+00'),
	(66, '3ec4cb39-b294-57a9-8c5b-613a6a94c94c', 'video-job-01a22015-f270-7007-8506-f21236273c67', 13, 'PieceConformed', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"file": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/7b680dbd-f242-5f55-b161-fa23c1330263-1/clips/000.mp4", "sha256": "5518376e4c3b4af353f274b9b3f4e41c96350255c3fa8be62099ecb30484952a", "sizeBytes": 511329, "contentType": "video/mp4"}, "plan": 1, "piece": "segment-000", "frames": 120, "videoId": "01a22015-f270-7007-8506-f21236273c67", "madeFrom": "e2+0.0.37c5ce942d1af757.413439d9e18ddc32~d528fcdd17ce5a52"}', '{"actor": "task:7b680dbd-f242-5f55-b161-fa23c1330263", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "7b680dbd-f242-5f55-b161-fa23c1330263", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:25.218536+00'),
	(67, '7d424a57-d8f6-5e3e-945d-390d47afcdc9', 'video-job-01a22015-f270-7007-8506-f21236273c67', 14, 'AudioMixed', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"plan": 1, "audio": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/c859265e-66fd-5102-bd7c-0405ca0a834a-1/audio.m4a", "sha256": "cac7bc1c93b9ccb9ca0c382c5aed85e5da9055c335ade8e7848b6fd46a863478", "sizeBytes": 111799, "contentType": "audio/mp4"}, "videoId": "01a22015-f270-7007-8506-f21236273c67", "truePeakDbtp": -4.3, "integratedLufs": -14}', '{"actor": "task:c859265e-66fd-5102-bd7c-0405ca0a834a", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "c859265e-66fd-5102-bd7c-0405ca0a834a", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:25.634517+00'),
	(68, '78efc375-ac27-5861-a743-3ed11abcca61', 'video-job-01a22015-f270-7007-8506-f21236273c67', 15, 'RenderStarted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"videoId": "01a22015-f270-7007-8506-f21236273c67", "startedAt": "2026-11-28T02:57:25.645Z"}', '{"actor": "task:fc9ba584-198a-530f-9425-e914fbe0933d", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc9ba584-198a-530f-9425-e914fbe0933d", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:25.647086+00'),
	(69, 'afbf46e5-0fa8-553e-b3db-38f230c22e8c', 'video-job-01a22015-f270-7007-8506-f21236273c67', 16, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "rendering", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:25.645Z"}', '{"actor": "task:fc9ba584-198a-530f-9425-e914fbe0933d", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc9ba584-198a-530f-9425-e914fbe0933d", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:25.647134+00'),
	(70, '83f90aad-551f-5a73-adfe-9ddc9a02e108', 'video-job-01a22015-f270-7007-8506-f21236273c67', 17, 'RenderFinished', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"film": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/fc9ba584-198a-530f-9425-e914fbe0933d-1/final.mp4", "sha256": "31d3f5dd5a8f42833876f9a22cd7e2ec973faf8d8b6f7540fc687f24781a691b", "sizeBytes": 638555, "contentType": "video/mp4"}, "frames": 120, "edition": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67", "manifest": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/fc9ba584-198a-530f-9425-e914fbe0933d-1/manifest.json", "sha256": "9b5c568969e2942589e8728da775bbece85366a5beaece0523a3a4dde9cee543", "sizeBytes": 1570, "contentType": "application/json"}, "thumbnail": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f270-7007-8506-f21236273c67/fc9ba584-198a-530f-9425-e914fbe0933d-1/thumbnail.jpg", "sha256": "5e84ebe8b493b83bc5b53e43ec87c0b40739afee93ec65a5b5eed5af7decd7af", "sizeBytes": 36276, "contentType": "image/jpeg"}, "renderedSeconds": 5}', '{"actor": "task:fc9ba584-198a-530f-9425-e914fbe0933d", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc9ba584-198a-530f-9425-e914fbe0933d", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.209327+00'),
	(71, '9f4c1fd4-0365-54b7-b469-0ab1c2673337', 'video-job-01a22015-f270-7007-8506-f21236273c67', 18, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "ready", "videoId": "01a22015-f270-7007-8506-f21236273c67", "enteredAt": "2026-11-28T02:57:26.206Z"}', '{"actor": "task:fc9ba584-198a-530f-9425-e914fbe0933d", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc9ba584-198a-530f-9425-e914fbe0933d", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.209387+00'),
	(72, '297aac2d-b01e-58ed-94ed-1a2ff8560e79', 'video-job-01a22015-f270-7007-8506-f21236273c67', 19, 'JobCompleted', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"videoId": "01a22015-f270-7007-8506-f21236273c67", "completedAt": "2026-11-28T02:57:26.206Z"}', '{"actor": "task:fc9ba584-198a-530f-9425-e914fbe0933d", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "fc9ba584-198a-530f-9425-e914fbe0933d", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.209397+00'),
	(73, '01a22016-0ed7-7007-8508-4a115576a447', 'quota-reservation-01a22015-f270-7007-8506-f21236273c67', 2, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"item": null, "entry": "render-1", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:26.209Z", "subject": {"id": "01a22015-f270-7007-8506-f21236273c67", "kind": "video"}, "priceList": "2026-01", "quantities": {"storage_bytes": 4952855, "render_seconds": 5}, "fromReserved": {"storage_bytes": 3493728, "render_seconds": 5}, "reservationId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "83f90aad-551f-5a73-adfe-9ddc9a02e108", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.245134+00'),
	(74, '01a22016-0eda-7007-8508-548dcea6e399', 'quota-reservation-01a22015-f270-7007-8506-f21236273c67', 3, 'QuotaSettled', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"item": null, "entry": "video", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "charge": null, "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "usedAt": "2026-11-28T02:57:26.209Z", "subject": {"id": "01a22015-f270-7007-8506-f21236273c67", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "video_seconds": 5}, "fromReserved": {"videos": 1, "video_seconds": 5}, "reservationId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "297aac2d-b01e-58ed-94ed-1a2ff8560e79", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.245247+00'),
	(75, '01a22016-0eda-7007-8508-58bdbe0dd0d0', 'quota-reservation-01a22015-f270-7007-8506-f21236273c67', 4, 'QuotaReleased', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"entry": null, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "reason": "closed", "quantities": {"concurrent_videos": 1}, "releasedAt": "2026-11-28T02:57:26.209Z", "reservationId": "01a22015-f270-7007-8506-f21236273c67"}', '{"actor": "system", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "297aac2d-b01e-58ed-94ed-1a2ff8560e79", "traceparent": null, "correlationId": "01a22015-f295-7007-8506-fffa00a19bf2"}', '2026-11-28 02:57:26.245256+00'),
	(76, '999edda3-65c1-56da-b908-90cc476fb6f3', 'short-video-01a22015-fb03-7007-8507-c0f7c1016702', 3, 'ShortVideoRendered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"file": {"key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-fb03-7007-8507-c0f7c1016702/cd9ddbff-7a51-5b6e-be06-58c4ce51cd58-1/film.mp4", "sha256": "48cdcc3ff227cd94e8c6137b55940dd12f357ffce94bf6962c2a511decc1e0c6", "sizeBytes": 369319, "contentType": "video/mp4"}, "videoId": "01a22015-fb03-7007-8507-c0f7c1016702", "renderedAt": "2026-11-28T02:57:28.327Z", "durationSeconds": 2}', '{"actor": "task:cd9ddbff-7a51-5b6e-be06-58c4ce51cd58", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "cd9ddbff-7a51-5b6e-be06-58c4ce51cd58", "traceparent": null, "correlationId": "01a22015-fb18-7007-8507-cdb273053bf4"}', '2026-11-28 02:57:28.329891+00'),
	(77, '5a4f8575-9af1-58e3-b6bf-081123e26099', 'short-video-01a22015-fb03-7007-8507-c0f7c1016702', 4, 'ShortVideoAnnounced', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"videoId": "01a22015-fb03-7007-8507-c0f7c1016702", "wasHeard": false}', '{"actor": "task:db2933d3-97cd-538b-8ee6-7bb97a8c3ac5", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "db2933d3-97cd-538b-8ee6-7bb97a8c3ac5", "traceparent": null, "correlationId": "01a22015-fb18-7007-8507-cdb273053bf4"}', '2026-11-28 02:57:28.338871+00'),
	(78, '01a22016-21b1-7228-be67-ec0f0cb42302', 'video-job-01a22016-2074-7228-be67-e25f273c53f0', 1, 'JobCreated', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"look": {"logo": null, "intro": null, "outro": null, "stills": {"pan": 0.85, "zoom": 0.09, "direction": "alternate"}, "ducking": {"depthDb": 6, "attackMs": 40, "releaseMs": 450}, "captions": {"font": null, "color": "#ffffff", "outline": "#0e1014", "position": "bottom", "highlight": "#ffd819"}}, "request": {"fps": 24, "idea": null, "tone": "curious", "music": {"mood": "calm", "gainDb": -18}, "style": "cinematic", "title": null, "voice": {"speed": 1, "voice": null, "provider": "local"}, "prompt": "How bees find their way home", "script": null, "visuals": {"mode": "text-to-video", "seed": 7, "models": ["local:illustrator"], "fallback": ["runware:veo-3.1", "runware:veo-3.1-fast", "runware:veo-3.1-lite", "local:motion-card"], "imageModels": ["local:illustrator"]}, "audience": "general", "language": "en", "metadata": {}, "renderer": "ffmpeg", "template": "classic", "approvals": [], "subtitles": {"style": "karaoke", "burnIn": true}, "resolution": "480p", "aspectRatio": "9:16", "segmentation": {"mode": "beats", "segmentSeconds": 10}, "durationSeconds": 5}, "videoId": "01a22016-2074-7228-be67-e25f273c53f0", "widthPx": 480, "heightPx": 854, "createdAt": "2026-11-28T02:57:31.043Z", "transition": {"kind": "crossfade", "frames": 12}, "sectionTransition": {"kind": "fade", "frames": 14}}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-21b1-7228-be67-ec0f0cb42302"}', '2026-11-28 02:57:31.076892+00'),
	(79, '237d9011-156a-5ceb-8560-df408d4c73e0', 'video-job-01a22016-2074-7228-be67-e25f273c53f0', 2, 'StageEntered', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"stage": "queued", "videoId": "01a22016-2074-7228-be67-e25f273c53f0", "enteredAt": "2026-11-28T02:57:31.043Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-21b1-7228-be67-ec0f0cb42302"}', '2026-11-28 02:57:31.077117+00'),
	(80, '01a22016-21ba-7228-be67-f7cebe9ca29c', 'quota-reservation-01a22016-2074-7228-be67-e25f273c53f0', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22016-2074-7228-be67-e25f273c53f0", "kind": "video"}, "priceList": "2026-01", "quantities": {"videos": 1, "storage_bytes": 3493728, "video_seconds": 5, "render_seconds": 5, "concurrent_videos": 1}, "reservedAt": "2026-11-28T02:57:31.064Z", "reservationId": "01a22016-2074-7228-be67-e25f273c53f0"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-21ba-7228-be67-f7cebe9ca29c"}', '2026-11-28 02:57:31.077135+00'),
	(81, '01a22016-22ef-7228-be68-07f47ef6dea7', 'clip-set-01a22016-21eb-7228-be67-fadeb964af08', 1, 'ClipSetRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 5, '{"fps": 30, "clips": [{"seed": 1595785739, "scene": "there", "clipId": "bd553b4e-c2d0-5c67-b9a9-99d306611a16", "expectedMicros": 0, "durationSeconds": 1}], "model": "local:illustrator", "widthPx": 720, "heightPx": 1280, "clipSetId": "01a22016-21eb-7228-be67-fadeb964af08", "aspectRatio": "9:16", "requestedAt": "2026-11-28T02:57:31.115Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-22ef-7228-be68-07f47ef6dea7"}', '2026-11-28 02:57:31.386803+00'),
	(82, '01a22016-22f5-7228-be68-0da9684fb19d', 'quota-reservation-01a22016-21eb-7228-be67-fadeb964af08', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 7, '{"items": {"clip-bd553b4e-c2d0-5c67-b9a9-99d306611a16": {"storage_bytes": 1000000}}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22016-21eb-7228-be67-fadeb964af08", "kind": "clips"}, "priceList": "2026-01", "quantities": {"storage_bytes": 1000000}, "reservedAt": "2026-11-28T02:57:31.379Z", "reservationId": "01a22016-21eb-7228-be67-fadeb964af08"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-22f5-7228-be68-0da9684fb19d"}', '2026-11-28 02:57:31.386984+00'),
	(83, '01a22016-230a-7228-be68-225418a2b863', 'generation-01a22016-2306-7228-be68-143ef32568b1', 1, 'GenerationRequested', 1, 'jobs', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 6, '{"input": {"seed": 537706203, "prompt": "calm", "language": "en", "pictures": [], "aspectRatio": "9:16", "negativePrompt": null, "durationSeconds": 3}, "model": "local:music", "assetId": "01a22016-2306-7228-be68-1ad08afc78db", "capability": "music", "requestedAt": "2026-11-28T02:57:31.398Z", "generationId": "01a22016-2306-7228-be68-143ef32568b1", "expectedMicros": 0}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-230a-7228-be68-225418a2b863"}', '2026-11-28 02:57:31.409248+00'),
	(84, '01a22016-230c-7228-be68-2a6ac2b09915', 'quota-reservation-01a22016-2306-7228-be68-143ef32568b1', 1, 'QuotaReserved', 1, 'billing', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 3, '{"items": {}, "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "period": {"end": "2026-12-28T00:00:00.000Z", "start": "2026-11-28T00:00:00.000Z"}, "subject": {"id": "01a22016-2306-7228-be68-143ef32568b1", "kind": "generation"}, "priceList": "2026-01", "quantities": {"storage_bytes": 72000}, "reservedAt": "2026-11-28T02:57:31.403Z", "reservationId": "01a22016-2306-7228-be68-143ef32568b1"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-230c-7228-be68-2a6ac2b09915"}', '2026-11-28 02:57:31.409288+00'),
	(85, '01a22016-231e-7228-be68-3f7d471d1682', 'asset-01a22016-2319-7228-be68-35c57e64a2d1', 1, 'AssetRegistered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"name": null, "source": "url", "assetId": "01a22016-2319-7228-be68-35c57e64a2d1", "registeredAt": "2026-11-28T02:57:31.422Z", "isToBeFetched": true}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-231e-7228-be68-3f7d471d1682"}', '2026-11-28 02:57:31.427374+00'),
	(86, '01a22016-232c-7228-be68-4adc7ee2ca99', 'short-video-01a22016-232b-7228-be68-412ec31883a7', 1, 'ShortVideoOrdered', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"scenes": 1, "videoId": "01a22016-232b-7228-be68-412ec31883a7", "orderedAt": "2026-11-28T02:57:31.436Z"}', '{"actor": "key:01a22015-ef67-7007-8506-c35507287cb8", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": null, "traceparent": null, "correlationId": "01a22016-232c-7228-be68-4adc7ee2ca99"}', '2026-11-28 02:57:31.439432+00'),
	(87, 'e4beca5f-44fa-5332-904e-4477b7132852', 'short-video-01a22016-232b-7228-be68-412ec31883a7', 2, 'ShortVideoStarted', 1, 'integrations', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 0, '{"videoId": "01a22016-232b-7228-be68-412ec31883a7"}', '{"actor": "task:515990a2-0c29-514f-9e91-e680df9af271", "orgId": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3", "causationId": "515990a2-0c29-514f-9e91-e680df9af271", "traceparent": null, "correlationId": "01a22016-232c-7228-be68-4adc7ee2ca99"}', '2026-11-28 02:57:34.064728+00');
INSERT INTO eventing.projections VALUES
	('billing.accounts', 1, '2026-11-28 02:57:18.209817+00', 0),
	('integrations.assets', 1, '2026-11-28 02:57:18.22649+00', 0),
	('jobs.video-index', 1, '2026-11-28 02:57:18.241065+00', 0),
	('jobs.live-videos', 1, '2026-11-28 02:57:18.25102+00', 0),
	('jobs.clip-sets', 1, '2026-11-28 02:57:18.261464+00', 0),
	('jobs.generations', 1, '2026-11-28 02:57:18.268748+00', 0);
INSERT INTO eventing.settings VALUES
	('partitions', '8');
INSERT INTO identity.api_keys VALUES
	('01a22015-fbdc-7007-8507-efa062ae89cf', '01a22015-fbcb-7007-8507-e30e4b667775', 'First key', 'kadr_c85e9262', '\x3681be0562629d8dbcec0a259b36a8126035cac654c694dd66ea1b6169699d44', '{videos:read,videos:write,workflows:*,billing:read,admin}', '2026-11-28 02:57:21.372+00', NULL, NULL, NULL, false),
	('01a22015-ef67-7007-8506-c35507287cb8', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'Bootstrap key', 'kadr_test_012', '\x87b579d2bed021e146427e8b75226149f55b9a17466c2ed37a6e7cd84d5fa2c0', '{videos:read,videos:write,workflows:read,workflows:write,workflows:*,billing:read,admin,operator}', '2026-11-28 02:57:18.179627+00', NULL, '2026-11-28 02:57:18.440717+00', NULL, true);
INSERT INTO identity.organisations VALUES
	('68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'First organisation', 'unlimited', 'UTC', '2026-11-28 02:57:18.179627+00'),
	('01a22015-fbcb-7007-8507-e30e4b667775', 'Second organisation', 'free', 'Europe/Amsterdam', '2026-11-28 02:57:21.355+00');
INSERT INTO integrations.asset_addresses VALUES
	('01a22015-fabf-7007-8507-ad25ac61dfc6', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAACXBIWXMAAAABAAAAAQBPJcTWAAAAd0lEQVR4nO3PQQkAMAzAwCrfrFfEHscgEAGXmXP/zgsa0IIGtKABLWhACxrQgga0oAEtaEALGtCCBrSgAS1oQAsa0IIGtKABLWhACxrQgga0oAEtaEALGtCCBrSgAS1oQAsa0IIGtKABLWhACxrQgga0oAEteGsBmzjQ4tcghMQAAAAASUVORK5CYII=', '2026-11-28 02:57:21.089226+00'),
	('01a22016-2319-7228-be68-35c57e64a2d1', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAACXBIWXMAAAABAAAAAQBPJcTWAAAAd0lEQVR4nO3PQQkAMAzAwCrfrFfEHscgEAGXmXP/zgsa0IIGtKABLWhACxrQgga0oAEtaEALGtCCBrSgAS1oQAsa0IIGtKABLWhACxrQgga0oAEtaEALGtCCBrSgAS1oQAsa0IIGtKABLWhACxrQgga0oAEteGsBmzjQ4tcghMQAAAAASUVORK5CYII=', '2026-11-28 02:57:31.418667+00');
INSERT INTO integrations.assets VALUES
	('01a22015-f84c-7007-8507-9778e9e18876', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 37, '{"id": "01a22015-f84c-7007-8507-9778e9e18876", "key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f84c-7007-8507-9778e9e18876/01a22015-fa67-7007-8507-9e591412ccb9/content.png", "kind": "image", "name": "teal.png", "error": null, "sha256": "98917b2245a8cce1c7585beacd322d39bde5ad94490d5993cbee165d78a52e63", "source": "upload", "status": "ready", "widthPx": 64, "heightPx": 64, "createdAt": "2026-11-28T02:57:21.020Z", "sizeBytes": 197, "contentType": "image/png", "durationSeconds": null}'),
	('01a22015-fabf-7007-8507-ad25ac61dfc6', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 48, '{"id": "01a22015-fabf-7007-8507-ad25ac61dfc6", "key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-fabf-7007-8507-ad25ac61dfc6/01a22015-ff54-7007-8508-06bc4bdf3894/content.png", "kind": "image", "name": null, "error": null, "sha256": "98917b2245a8cce1c7585beacd322d39bde5ad94490d5993cbee165d78a52e63", "source": "url", "status": "ready", "widthPx": 64, "heightPx": 64, "createdAt": "2026-11-28T02:57:21.105Z", "sizeBytes": 197, "contentType": "image/png", "durationSeconds": null}'),
	('01a22015-f795-7007-8507-78024324cfac', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 62, '{"id": "01a22015-f795-7007-8507-78024324cfac", "key": "68fa12c6-830c-5b04-b248-6bcd4ff7f8d3/01a22015-f795-7007-8507-78024324cfac/01a22016-05c1-7007-8508-25d7ae08d813/content.m4a", "kind": "audio", "name": null, "error": null, "sha256": "a5c835fc60d09e6d157dc75e1a316a753b5da8f6b5cc44c9b7dd3a6895f0c9af", "source": "local:music", "status": "ready", "widthPx": null, "heightPx": null, "createdAt": "2026-11-28T02:57:23.953Z", "sizeBytes": 73013, "contentType": "audio/mp4", "durationSeconds": 3}'),
	('01a22016-2319-7228-be68-35c57e64a2d1', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 85, '{"id": "01a22016-2319-7228-be68-35c57e64a2d1", "key": null, "kind": null, "name": null, "error": null, "sha256": null, "source": "url", "status": "processing", "widthPx": null, "heightPx": null, "createdAt": "2026-11-28T02:57:31.422Z", "sizeBytes": null, "contentType": null, "durationSeconds": null}');
INSERT INTO integrations.provider_attempts VALUES
	('b9cc6e73-3675-45f2-8cc8-cbee415283ae', '5816df3c-97c1-5546-a64e-b21d21b2ea91', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'runware', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'runware:veo-3.1-fast', 'inference', 1, 1, 'submitted', '2026-11-28 02:57:19.054+00', '\x24de14000256b091c75f219806c629e8ce0281673f5e4b75f4941cef779fa1fc', '2026-11-28 02:57:19.070369+00', '2026-11-28 02:57:19.123134+00', 'b9cc6e73-3675-45f2-acc8-cbee415283ae', NULL, NULL, 0, NULL, '2026-11-28 02:57:29.778134+00', '2026-11-28 03:27:19.123134+00', NULL, NULL, 400000, NULL, false, '2026-11-28 02:57:19.05887+00', NULL);
INSERT INTO integrations.provider_keys VALUES
	('68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'runware', '\x215cea3414110c49e60a1d6ce2ea8c6bf1bbb1a0d163d999af3e8f0c5827340ce57de90de7a74e2eb5b41fba6bf3bb', '4321', '2026-11-28 02:57:18.454691+00');
INSERT INTO integrations.provider_states VALUES
	('runware', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'open', '2026-11-28 02:57:18.458012+00', NULL, NULL, '{}', '{}');
INSERT INTO integrations.secrets VALUES
	('signed-urls', '\xcbebc3d7d95b38aa8ad8afa5a6ec8adce50deea41a85f90e16d275b0c6b860eb', '2026-11-28 02:57:18.161567+00');
INSERT INTO integrations.short_video_orders VALUES
	('01a22015-fb03-7007-8507-c0f7c1016702', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '{"music": {"mood": "calm", "gainDb": -24}, "voice": {"speed": 1}, "format": {"fps": 24, "widthPx": 480, "heightPx": 854}, "scenes": [{"url": null, "text": "An octopus has three hearts.", "seconds": 2, "searchTerms": []}], "isUpright": true, "callbackUrl": null, "paddingSeconds": 0, "showsSubtitles": true, "captionPosition": "bottom"}', '2026-11-28 02:57:21.155474+00'),
	('01a22015-fb38-7007-8507-d46d058a2234', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '{"music": {"mood": "calm", "gainDb": -18}, "voice": null, "format": {"fps": 30, "widthPx": 1080, "heightPx": 1920}, "scenes": [{"url": "data:text/html;base64,PHA+bm8gcGljdHVyZTwvcD4=", "text": "An octopus has three hearts.", "seconds": 2, "searchTerms": []}], "isUpright": true, "callbackUrl": null, "paddingSeconds": 0, "showsSubtitles": true, "captionPosition": "bottom"}', '2026-11-28 02:57:21.208594+00'),
	('01a22016-232b-7228-be68-412ec31883a7', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '{"music": {"mood": "calm", "gainDb": -24}, "voice": {"speed": 1}, "format": {"fps": 24, "widthPx": 480, "heightPx": 854}, "scenes": [{"url": null, "text": "An octopus has three hearts.", "seconds": 2, "searchTerms": []}], "isUpright": true, "callbackUrl": null, "paddingSeconds": 0, "showsSubtitles": true, "captionPosition": "bottom"}', '2026-11-28 02:57:31.435555+00');
INSERT INTO integrations.tasks VALUES
	('69fdab2c-c2d3-5fad-9af7-03e0fca519ed', 'jobs.store-storyboard', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '391a4e0a-a80e-5f23-8435-0703933d5e87', NULL, '{"plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.179406+00', '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:19.153457+00', NULL, '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:19.746355+00', NULL),
	('e096376d-f34e-5ff4-a50c-81d8b412dfeb', 'jobs.narrate', 'voice', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '391a4e0a-a80e-5f23-8435-0703933d5e87', NULL, '{"plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.179406+00', '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:19.153457+00', NULL, '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:23.014753+00', NULL),
	('78c97369-b7a3-5066-93ca-28b7a53009dc', 'jobs.draft-script', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '01a22015-f295-7007-8506-fffa00a19bf2', NULL, '{"draft": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.060203+00', '2026-11-28 02:57:19.045887+00', '2026-11-28 02:57:19.045887+00', NULL, '2026-11-28 02:57:19.045887+00', '2026-11-28 02:57:19.113785+00', NULL),
	('5816df3c-97c1-5546-a64e-b21d21b2ea91', 'jobs.generate', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f096-7007-8506-cbbff5e3972a', '01a22015-f216-7007-8506-db461227aa02', '01a22015-f216-7007-8506-db461227aa02', NULL, '{"generationId": "01a22015-f096-7007-8506-cbbff5e3972a"}', 'runnable', 1, 4, 0, 1, NULL, NULL, '2026-11-28 02:57:29.784354+00', '2026-11-28 02:57:29.784354+00', NULL, '2026-11-28 02:57:18.970319+00', NULL, NULL),
	('8c2167a7-c1bf-5e8e-949d-d088bd30e411', 'jobs.compose-music', 'music', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '391a4e0a-a80e-5f23-8435-0703933d5e87', NULL, '{"plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.179406+00', '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:19.153457+00', NULL, '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:23.08481+00', NULL),
	('d74c1e1f-fa1e-50ef-aa0b-609130444bc4', 'jobs.draft-script', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f2ce-7007-8507-0c4dc12a0668', '01a22015-f2dc-7007-8507-1040ee03fc95', '01a22015-f2dc-7007-8507-1040ee03fc95', NULL, '{"draft": 1, "videoId": "01a22015-f2ce-7007-8507-0c4dc12a0668"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.147738+00', '2026-11-28 02:57:19.117338+00', '2026-11-28 02:57:19.117338+00', NULL, '2026-11-28 02:57:19.117338+00', '2026-11-28 02:57:19.459547+00', NULL),
	('e514c9bd-87e7-5a2f-92e1-2b97502f66cb', 'jobs.make-clip', 'video', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '391a4e0a-a80e-5f23-8435-0703933d5e87', NULL, '{"plan": 1, "rung": 0, "take": 0, "index": 0, "isLast": false, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:53.289315+00', '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:19.153457+00', NULL, '2026-11-28 02:57:19.153457+00', '2026-11-28 02:57:23.325272+00', NULL),
	('c859265e-66fd-5102-bd7c-0405ca0a834a', 'jobs.mix-audio', 'voice', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '23b271b5-94bd-5861-af62-df0000178f7e', NULL, '{"plan": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:53.289315+00', '2026-11-28 02:57:23.093348+00', '2026-11-28 02:57:23.093348+00', NULL, '2026-11-28 02:57:23.093348+00', '2026-11-28 02:57:25.632847+00', NULL),
	('5c70e1d5-692c-51c9-afb3-236a72b0d2f3', 'integrations.render-short-video', 'render', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fb38-7007-8507-d46d058a2234', '01a22015-fb40-7007-8507-da4287042f0e', '01a22015-fb40-7007-8507-da4287042f0e', NULL, '{"videoId": "01a22015-fb38-7007-8507-d46d058a2234"}', 'failed', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:51.398522+00', '2026-11-28 02:57:21.280321+00', '2026-11-28 02:57:21.280321+00', NULL, '2026-11-28 02:57:21.280321+00', '2026-11-28 02:57:21.540385+00', NULL),
	('b29a5bac-8c13-5c52-b6b6-09d824a9f8fb', 'jobs.draft-script', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f31d-7007-8507-27160c12209b', '01a22015-f331-7007-8507-2f0a802263a7', '01a22015-f331-7007-8507-2f0a802263a7', NULL, '{"draft": 1, "videoId": "01a22015-f31d-7007-8507-27160c12209b"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.478261+00', '2026-11-28 02:57:19.394876+00', '2026-11-28 02:57:19.394876+00', NULL, '2026-11-28 02:57:19.394876+00', '2026-11-28 02:57:19.522944+00', NULL),
	('b2f4d97d-a3f0-5f5a-a4ef-71b9a5d05b69', 'jobs.receive-frames', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f43b-7007-8507-3f70359cca07', '01a22015-f474-7007-8507-46a5da910476', '01a22015-f474-7007-8507-46a5da910476', NULL, '{"videoId": "01a22015-f43b-7007-8507-3f70359cca07"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.550358+00', '2026-11-28 02:57:19.515423+00', '2026-11-28 02:57:19.515423+00', NULL, '2026-11-28 02:57:19.515423+00', '2026-11-28 02:57:19.652296+00', NULL),
	('a2816f96-bd03-5efd-82f5-16ba9ff198d3', 'jobs.draft-script', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f43b-7007-8507-3f70359cca07', '01a22015-f474-7007-8507-46a5da910476', '01a22015-f474-7007-8507-46a5da910476', NULL, '{"draft": 1, "videoId": "01a22015-f43b-7007-8507-3f70359cca07"}', 'cancelled', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:49.550358+00', '2026-11-28 02:57:19.515423+00', '2026-11-28 02:57:19.515423+00', NULL, '2026-11-28 02:57:19.515423+00', '2026-11-28 02:57:19.695194+00', NULL),
	('6f358cf0-e2df-5fb3-8c56-941fd06c5349', 'jobs.generate', 'music', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f795-7007-8507-74a5331080ce', '01a22015-f7bb-7007-8507-80a034f786ed', '01a22015-f7bb-7007-8507-80a034f786ed', NULL, '{"generationId": "01a22015-f795-7007-8507-74a5331080ce"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:53.289315+00', '2026-11-28 02:57:20.387371+00', '2026-11-28 02:57:20.387371+00', NULL, '2026-11-28 02:57:20.387371+00', '2026-11-28 02:57:23.972958+00', NULL),
	('7b680dbd-f242-5f55-b161-fa23c1330263', 'jobs.conform-piece', 'conform', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', 'f066cfff-3eb1-5599-bd7d-dc28633cc3c2', NULL, '{"plan": 1, "piece": "segment-000", "videoId": "01a22015-f270-7007-8506-f21236273c67", "madeFrom": "e2+0.0.37c5ce942d1af757.413439d9e18ddc32~d528fcdd17ce5a52"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:53.421386+00', '2026-11-28 02:57:23.357439+00', '2026-11-28 02:57:23.357439+00', NULL, '2026-11-28 02:57:23.357439+00', '2026-11-28 02:57:25.216852+00', NULL),
	('cd9ddbff-7a51-5b6e-be06-58c4ce51cd58', 'integrations.render-short-video', 'render', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fb03-7007-8507-c0f7c1016702', '01a22015-fb18-7007-8507-cdb273053bf4', '01a22015-fb18-7007-8507-cdb273053bf4', NULL, '{"videoId": "01a22015-fb03-7007-8507-c0f7c1016702"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:58.290884+00', '2026-11-28 02:57:21.197783+00', '2026-11-28 02:57:21.197783+00', NULL, '2026-11-28 02:57:21.197783+00', '2026-11-28 02:57:28.327874+00', NULL),
	('f2a97672-861c-50fc-b01e-888980677185', 'integrations.announce-short-video', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fb38-7007-8507-d46d058a2234', '01a22015-fb40-7007-8507-da4287042f0e', 'df990475-1943-5b7f-8d60-5cd52bb5c70e', NULL, '{"videoId": "01a22015-fb38-7007-8507-d46d058a2234"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:51.633201+00', '2026-11-28 02:57:21.595862+00', '2026-11-28 02:57:21.595862+00', NULL, '2026-11-28 02:57:21.595862+00', '2026-11-28 02:57:21.673508+00', NULL),
	('d52d7ba8-5a04-587a-a2a8-672e2922f16a', 'integrations.import-asset', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fabf-7007-8507-ad25ac61dfc6', '01a22015-fad1-7007-8507-b076b189c49d', '01a22015-fad1-7007-8507-b076b189c49d', NULL, '{"assetId": "01a22015-fabf-7007-8507-ad25ac61dfc6"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:51.164399+00', '2026-11-28 02:57:21.143949+00', '2026-11-28 02:57:21.143949+00', NULL, '2026-11-28 02:57:21.143949+00', '2026-11-28 02:57:22.305182+00', NULL),
	('d32213a4-0bc8-57bf-906e-f3c9f29798f5', 'jobs.make-set-clip', 'video', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f4b1-7007-8507-55ce0bd04add', '01a22015-f763-7007-8507-6651ddecd8cf', '01a22015-f763-7007-8507-6651ddecd8cf', NULL, '{"clipId": "d32213a4-0bc8-57bf-906e-f3c9f29798f5", "clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:50.312937+00', '2026-11-28 02:57:20.267356+00', '2026-11-28 02:57:20.267356+00', NULL, '2026-11-28 02:57:20.267356+00', '2026-11-28 02:57:22.501309+00', NULL),
	('f5b84d84-cc09-5131-8d1d-eb94241f1721', 'jobs.forget-clip-pictures', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f4b1-7007-8507-55ce0bd04add', '01a22015-f763-7007-8507-6651ddecd8cf', 'c8025406-1c01-53af-9ad3-9775d13e7d67', NULL, '{"clipSetId": "01a22015-f4b1-7007-8507-55ce0bd04add"}', 'done', 1, 10, 0, 1, 1064972737, '2026-11-28 02:57:52.588256+00', '2026-11-28 02:57:22.536708+00', '2026-11-28 02:57:22.536708+00', NULL, '2026-11-28 02:57:22.536708+00', '2026-11-28 02:57:22.695139+00', NULL),
	('fc9ba584-198a-530f-9425-e914fbe0933d', 'jobs.render-film', 'render', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-f270-7007-8506-f21236273c67', '01a22015-f295-7007-8506-fffa00a19bf2', '7d424a57-d8f6-5e3e-945d-390d47afcdc9', NULL, '{"edition": 1, "videoId": "01a22015-f270-7007-8506-f21236273c67"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:55.643637+00', '2026-11-28 02:57:25.637466+00', '2026-11-28 02:57:25.637466+00', NULL, '2026-11-28 02:57:25.637466+00', '2026-11-28 02:57:26.207469+00', NULL),
	('db2933d3-97cd-538b-8ee6-7bb97a8c3ac5', 'integrations.announce-short-video', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22015-fb03-7007-8507-c0f7c1016702', '01a22015-fb18-7007-8507-cdb273053bf4', '999edda3-65c1-56da-b908-90cc476fb6f3', NULL, '{"videoId": "01a22015-fb03-7007-8507-c0f7c1016702"}', 'done', 1, 4, 0, 1, 1064972737, '2026-11-28 02:57:58.334827+00', '2026-11-28 02:57:28.331759+00', '2026-11-28 02:57:28.331759+00', NULL, '2026-11-28 02:57:28.331759+00', '2026-11-28 02:57:28.337539+00', NULL),
	('42bf5954-f6ba-578e-96bc-723f46868387', 'jobs.draft-script', 'script', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22016-2074-7228-be67-e25f273c53f0', '01a22016-21b1-7228-be67-ec0f0cb42302', '01a22016-21b1-7228-be67-ec0f0cb42302', NULL, '{"draft": 1, "videoId": "01a22016-2074-7228-be67-e25f273c53f0"}', 'runnable', 1, 4, 0, 0, NULL, NULL, '2026-11-28 02:57:31.137859+00', '2026-11-28 02:57:31.137859+00', NULL, '2026-11-28 02:57:31.137859+00', NULL, NULL),
	('bd553b4e-c2d0-5c67-b9a9-99d306611a16', 'jobs.make-set-clip', 'video', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22016-21eb-7228-be67-fadeb964af08', '01a22016-22ef-7228-be68-07f47ef6dea7', '01a22016-22ef-7228-be68-07f47ef6dea7', NULL, '{"clipId": "bd553b4e-c2d0-5c67-b9a9-99d306611a16", "clipSetId": "01a22016-21eb-7228-be67-fadeb964af08"}', 'runnable', 1, 4, 0, 0, NULL, NULL, '2026-11-28 02:57:31.392969+00', '2026-11-28 02:57:31.392969+00', NULL, '2026-11-28 02:57:31.392969+00', NULL, NULL),
	('a1baaf86-d5d6-569b-98c3-5d3728539d63', 'jobs.generate', 'music', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22016-2306-7228-be68-143ef32568b1', '01a22016-230a-7228-be68-225418a2b863', '01a22016-230a-7228-be68-225418a2b863', NULL, '{"generationId": "01a22016-2306-7228-be68-143ef32568b1"}', 'runnable', 1, 4, 0, 0, NULL, NULL, '2026-11-28 02:57:31.415103+00', '2026-11-28 02:57:31.415103+00', NULL, '2026-11-28 02:57:31.415103+00', NULL, NULL),
	('b8853f25-9bee-5cf8-8fe7-333ffddb8f5a', 'integrations.import-asset', 'remote', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22016-2319-7228-be68-35c57e64a2d1', '01a22016-231e-7228-be68-3f7d471d1682', '01a22016-231e-7228-be68-3f7d471d1682', NULL, '{"assetId": "01a22016-2319-7228-be68-35c57e64a2d1"}', 'runnable', 1, 4, 0, 0, NULL, NULL, '2026-11-28 02:57:31.432545+00', '2026-11-28 02:57:31.432545+00', NULL, '2026-11-28 02:57:31.432545+00', NULL, NULL),
	('515990a2-0c29-514f-9e91-e680df9af271', 'integrations.render-short-video', 'render', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', '01a22016-232b-7228-be68-412ec31883a7', '01a22016-232c-7228-be68-4adc7ee2ca99', '01a22016-232c-7228-be68-4adc7ee2ca99', NULL, '{"videoId": "01a22016-232b-7228-be68-412ec31883a7"}', 'leased', 1, 4, 0, 1, 1076831656, '2026-11-28 02:58:04.049114+00', '2026-11-28 02:57:31.443746+00', '2026-11-28 02:57:31.443746+00', NULL, '2026-11-28 02:57:31.443746+00', NULL, NULL);
INSERT INTO jobs.clip_sets VALUES
	('01a22015-f4b1-7007-8507-55ce0bd04add', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 51, '{"completedAt": "2026-11-28T02:57:22.500Z"}'),
	('01a22016-21eb-7228-be67-fadeb964af08', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 81, '{"completedAt": null}');
INSERT INTO jobs.generations VALUES
	('01a22015-f096-7007-8506-cbbff5e3972a', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 1, '{"completedAt": null}'),
	('01a22015-f795-7007-8507-74a5331080ce', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 63, '{"completedAt": "2026-11-28T02:57:23.962Z"}'),
	('01a22016-2306-7228-be68-143ef32568b1', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 83, '{"completedAt": null}');
INSERT INTO jobs.live_videos VALUES
	('01a22015-f2ce-7007-8507-0c4dc12a0668', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 15, '{"since": "2026-11-28T02:57:19.163Z", "stage": "drafting"}'),
	('01a22016-2074-7228-be67-e25f273c53f0', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 79, '{"since": "2026-11-28T02:57:31.043Z", "stage": "queued"}');
INSERT INTO jobs.picture_links VALUES
	('01a22015-f43b-7007-8507-3f70359cca07', 'pair-000-first', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'http://127.0.0.1:3907/missing.png', '2026-11-28 02:57:19.4755+00'),
	('01a22015-f43b-7007-8507-3f70359cca07', 'pair-000-last', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 'http://127.0.0.1:3907/missing.png', '2026-11-28 02:57:19.4755+00');
INSERT INTO jobs.video_index VALUES
	('01a22015-f2ce-7007-8507-0c4dc12a0668', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 20, '{"text": "why octopuses have three hearts\nwhy octopuses have three hearts", "stage": "drafting", "status": "awaiting_approval", "pendingApprovals": 1}'),
	('01a22015-f43b-7007-8507-3f70359cca07', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 28, '{"text": "", "stage": "drafting", "status": "failed", "pendingApprovals": 0}'),
	('01a22015-f31d-7007-8507-27160c12209b', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 44, '{"text": "why octopuses have three hearts\nwhy octopuses have three hearts", "stage": "drafting", "status": "cancelled", "pendingApprovals": 1}'),
	('01a22015-f270-7007-8506-f21236273c67', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 72, '{"text": "three hearts\nthree hearts\nwhy octopuses have three hearts", "stage": "ready", "status": "completed", "pendingApprovals": 0}'),
	('01a22016-2074-7228-be67-e25f273c53f0', '68fa12c6-830c-5b04-b248-6bcd4ff7f8d3', 79, '{"text": "how bees find their way home", "stage": "queued", "status": "queued", "pendingApprovals": 0}');
INSERT INTO platform.migrations VALUES
	(1, 1763600000000, 'CreateEventing1763600000000'),
	(2, 1763700000000, 'JobsReadModels1763700000000'),
	(3, 1763700000100, 'CreatePlatform1763700000100'),
	(4, 1763700000200, 'CreateIdentity1763700000200'),
	(5, 1763700000300, 'CreateIntegrations1763700000300'),
	(6, 1763720000000, 'CreateBilling1763720000000'),
	(7, 1763730000000, 'ClipsAndGenerations1763730000000'),
	(8, 1763731000000, 'CreateProviderCalls1763731000000'),
	(9, 1763732000000, 'CreateAssets1763732000000'),
	(10, 1763733500000, 'ContinueStreams1763733500000'),
	(11, 1763734000000, 'CreateShortVideos1763734000000'),
	(12, 1763734000000, 'UnfinishedVideos1763734000000'),
	(13, 1763735000000, 'CreateMembers1763735000000'),
	(14, 1763736000000, 'RememberRemovedMembers1763736000000');
SELECT pg_catalog.setval('billing.postings_seq_seq', 12, true);
SELECT pg_catalog.setval('eventing.events_position_seq', 87, true);
SELECT pg_catalog.setval('platform.migrations_id_seq', 14, true);
ALTER TABLE ONLY billing.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (key);
ALTER TABLE ONLY billing.balances
    ADD CONSTRAINT balances_pkey PRIMARY KEY (org_id, period_start);
ALTER TABLE ONLY billing.live
    ADD CONSTRAINT live_pkey PRIMARY KEY (org_id);
ALTER TABLE ONLY billing.postings
    ADD CONSTRAINT postings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY billing.reservations
    ADD CONSTRAINT reservations_pkey PRIMARY KEY (reservation_id);
ALTER TABLE ONLY billing.usage_records
    ADD CONSTRAINT usage_records_once UNIQUE (subject_kind, subject_id, entry, resource);
ALTER TABLE ONLY billing.usage_records
    ADD CONSTRAINT usage_records_pkey PRIMARY KEY (id);
ALTER TABLE ONLY eventing.checkpoints
    ADD CONSTRAINT checkpoints_pkey PRIMARY KEY (consumer, partition);
ALTER TABLE ONLY eventing.dead_letters
    ADD CONSTRAINT dead_letters_event UNIQUE (consumer, event_id);
ALTER TABLE ONLY eventing.dead_letters
    ADD CONSTRAINT dead_letters_pkey PRIMARY KEY (id);
ALTER TABLE ONLY eventing.events
    ADD CONSTRAINT events_event_id UNIQUE (event_id);
ALTER TABLE ONLY eventing.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY eventing.events
    ADD CONSTRAINT events_stream_version UNIQUE (stream_id, version);
ALTER TABLE ONLY eventing.projections
    ADD CONSTRAINT projections_pkey PRIMARY KEY (name);
ALTER TABLE ONLY eventing.settings
    ADD CONSTRAINT settings_pkey PRIMARY KEY (name);
ALTER TABLE ONLY identity.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY identity.api_keys
    ADD CONSTRAINT api_keys_secret_hash_key UNIQUE (secret_hash);
ALTER TABLE ONLY identity.members
    ADD CONSTRAINT members_org_id_subject_key UNIQUE (org_id, subject);
ALTER TABLE ONLY identity.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY identity.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY integrations.asset_addresses
    ADD CONSTRAINT asset_addresses_pkey PRIMARY KEY (asset_id);
ALTER TABLE ONLY integrations.assets
    ADD CONSTRAINT assets_pkey PRIMARY KEY (key);
ALTER TABLE ONLY integrations.provider_attempts
    ADD CONSTRAINT provider_attempts_pkey PRIMARY KEY (attempt_id);
ALTER TABLE ONLY integrations.provider_attempts
    ADD CONSTRAINT provider_attempts_task_id_model_call_name_number_key UNIQUE (task_id, model, call_name, number);
ALTER TABLE ONLY integrations.provider_callbacks
    ADD CONSTRAINT provider_callbacks_pkey PRIMARY KEY (provider, subject, digest);
ALTER TABLE ONLY integrations.provider_keys
    ADD CONSTRAINT provider_keys_pkey PRIMARY KEY (org_id, provider);
ALTER TABLE ONLY integrations.provider_states
    ADD CONSTRAINT provider_states_pkey PRIMARY KEY (provider, owner);
ALTER TABLE ONLY integrations.secrets
    ADD CONSTRAINT secrets_pkey PRIMARY KEY (name);
ALTER TABLE ONLY integrations.short_video_orders
    ADD CONSTRAINT short_video_orders_pkey PRIMARY KEY (video_id);
ALTER TABLE ONLY integrations.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (task_id);
ALTER TABLE ONLY jobs.clip_sets
    ADD CONSTRAINT clip_sets_pkey PRIMARY KEY (key);
ALTER TABLE ONLY jobs.generations
    ADD CONSTRAINT generations_pkey PRIMARY KEY (key);
ALTER TABLE ONLY jobs.live_videos
    ADD CONSTRAINT live_videos_pkey PRIMARY KEY (key);
ALTER TABLE ONLY jobs.picture_links
    ADD CONSTRAINT picture_links_pkey PRIMARY KEY (subject_id, name);
ALTER TABLE ONLY jobs.video_index
    ADD CONSTRAINT video_index_pkey PRIMARY KEY (key);
ALTER TABLE ONLY platform.migrations
    ADD CONSTRAINT "PK_8c82d7f526340ab734260ea46be" PRIMARY KEY (id);
ALTER TABLE ONLY platform.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (org_id, method, path, key);
CREATE INDEX balances_current ON billing.balances USING btree (period_end);
CREATE INDEX postings_applied ON billing.postings USING btree (applied_at) WHERE (applied_at IS NOT NULL);
CREATE INDEX postings_open ON billing.postings USING btree (org_id, seq) WHERE (applied_at IS NULL);
CREATE INDEX reservations_by_age ON billing.reservations USING btree (opened_at);
CREATE INDEX reservations_by_organisation ON billing.reservations USING btree (org_id, opened_at);
CREATE INDEX usage_records_by_organisation ON billing.usage_records USING btree (org_id, id DESC);
CREATE INDEX usage_records_by_time ON billing.usage_records USING btree (org_id, used_at);
CREATE INDEX dead_letters_lane ON eventing.dead_letters USING btree (consumer, partition, lane, "position");
CREATE INDEX api_keys_by_organisation ON identity.api_keys USING btree (org_id, id);
CREATE INDEX api_keys_by_prefix ON identity.api_keys USING btree (prefix) WHERE (revoked_at IS NULL);
CREATE UNIQUE INDEX api_keys_one_bootstrap ON identity.api_keys USING btree (is_bootstrap) WHERE (is_bootstrap AND (revoked_at IS NULL));
CREATE INDEX members_by_subject ON identity.members USING btree (subject);
CREATE INDEX asset_addresses_age ON integrations.asset_addresses USING btree (created_at);
CREATE INDEX assets_newest ON integrations.assets USING btree (org_id, ((data ->> 'createdAt'::text)) DESC, key DESC);
CREATE INDEX provider_attempts_by_provider ON integrations.provider_attempts USING btree (provider, provider_task_id) WHERE (provider_task_id IS NOT NULL);
CREATE INDEX provider_attempts_created ON integrations.provider_attempts USING brin (created_at);
CREATE INDEX provider_attempts_open ON integrations.provider_attempts USING btree (provider, owner, org_id) WHERE (finished_at IS NULL);
CREATE INDEX short_video_orders_newest ON integrations.short_video_orders USING btree (org_id, created_at DESC);
CREATE INDEX tasks_created ON integrations.tasks USING brin (created_at);
CREATE INDEX tasks_unfinished ON integrations.tasks USING btree (subject_id) WHERE (finished_at IS NULL);
CREATE INDEX clip_sets_by_org ON jobs.clip_sets USING btree (org_id, key DESC);
CREATE INDEX generations_by_org ON jobs.generations USING btree (org_id, key DESC);
CREATE INDEX video_index_by_org ON jobs.video_index USING btree (org_id, key DESC);
CREATE INDEX video_index_unfinished ON jobs.video_index USING btree (key) WHERE ((data ->> 'status'::text) = ANY (ARRAY['queued'::text, 'processing'::text]));
CREATE INDEX idempotency_keys_age ON platform.idempotency_keys USING btree (claimed_at);
ALTER TABLE ONLY identity.api_keys
    ADD CONSTRAINT api_keys_org_id_fkey FOREIGN KEY (org_id) REFERENCES identity.organisations(id);
ALTER TABLE ONLY identity.members
    ADD CONSTRAINT members_org_id_fkey FOREIGN KEY (org_id) REFERENCES identity.organisations(id);
ALTER TABLE billing.accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.balances ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.live ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON billing.accounts TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON billing.balances TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON billing.live TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON billing.postings TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON billing.reservations TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON billing.usage_records TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
ALTER TABLE billing.postings ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE billing.usage_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE eventing.events ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON eventing.events TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
ALTER TABLE identity.api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON identity.api_keys TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON identity.members TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON identity.organisations TO kadr_tenant USING ((id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
ALTER TABLE identity.organisations ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.asset_addresses ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.assets ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON integrations.asset_addresses TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON integrations.assets TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON integrations.provider_attempts TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON integrations.provider_keys TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON integrations.short_video_orders TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON integrations.tasks TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
ALTER TABLE integrations.provider_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.provider_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.short_video_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE integrations.tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs.clip_sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs.generations ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs.live_videos ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON jobs.clip_sets TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON jobs.generations TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON jobs.live_videos TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON jobs.picture_links TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
CREATE POLICY organisation ON jobs.video_index TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
ALTER TABLE jobs.picture_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs.video_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE platform.idempotency_keys ENABLE ROW LEVEL SECURITY;
CREATE POLICY organisation ON platform.idempotency_keys TO kadr_tenant USING ((org_id = (NULLIF(current_setting('kadr.org_id'::text, true), ''::text))::uuid));
GRANT USAGE ON SCHEMA billing TO kadr_tenant;
GRANT USAGE ON SCHEMA eventing TO kadr_tenant;
GRANT USAGE ON SCHEMA identity TO kadr_tenant;
GRANT USAGE ON SCHEMA integrations TO kadr_tenant;
GRANT USAGE ON SCHEMA jobs TO kadr_tenant;
GRANT USAGE ON SCHEMA platform TO kadr_tenant;
GRANT SELECT ON TABLE eventing.events TO kadr_tenant;
GRANT SELECT ON TABLE billing.accounts TO kadr_tenant;
GRANT SELECT ON TABLE billing.balances TO kadr_tenant;
GRANT SELECT ON TABLE billing.live TO kadr_tenant;
GRANT SELECT ON TABLE billing.postings TO kadr_tenant;
GRANT SELECT ON TABLE billing.reservations TO kadr_tenant;
GRANT SELECT ON TABLE billing.usage_records TO kadr_tenant;
GRANT SELECT ON TABLE identity.api_keys TO kadr_tenant;
GRANT SELECT ON TABLE identity.members TO kadr_tenant;
GRANT SELECT ON TABLE identity.organisations TO kadr_tenant;
GRANT SELECT ON TABLE integrations.asset_addresses TO kadr_tenant;
GRANT SELECT ON TABLE integrations.assets TO kadr_tenant;
GRANT SELECT ON TABLE integrations.provider_attempts TO kadr_tenant;
GRANT SELECT ON TABLE integrations.provider_keys TO kadr_tenant;
GRANT SELECT ON TABLE integrations.short_video_orders TO kadr_tenant;
GRANT SELECT ON TABLE integrations.tasks TO kadr_tenant;
GRANT SELECT ON TABLE jobs.clip_sets TO kadr_tenant;
GRANT SELECT ON TABLE jobs.generations TO kadr_tenant;
GRANT SELECT ON TABLE jobs.live_videos TO kadr_tenant;
GRANT SELECT ON TABLE jobs.picture_links TO kadr_tenant;
GRANT SELECT ON TABLE jobs.video_index TO kadr_tenant;
GRANT SELECT ON TABLE platform.idempotency_keys TO kadr_tenant;
