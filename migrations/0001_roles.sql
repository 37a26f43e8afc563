-- What every later migration leans on: the schema, who is asking as the second wall sees it, and append-only tables.
-- There are two roles. The owner runs these files. :app_role is what the application works as: it owns nothing, so that
-- row-level security binds it, and each migration grants it exactly what it needs.

do $$
begin
  execute format('comment on schema %I is %L', current_schema(),
    'Qichuang (启创), one tenant: a platform with everything below its division. Made by the migrations.');
  execute format('grant usage on schema %I to :app_role', current_schema());
end
$$;

-- Trusted extensions: the owner of a database may create them. The embedded database has them already.
create extension if not exists pg_trgm schema public;
create extension if not exists btree_gist schema public;
create extension if not exists pgcrypto schema public;

comment on column schema_migration.number is 'The file''s number; later files have larger ones.';
comment on column schema_migration.name is 'The file''s name without its ending.';
comment on column schema_migration.sha256 is
  'SHA-256 of the file when it was applied, in hexadecimal; the application does not start once the file has changed.';
comment on column schema_migration.applied_at is 'When the file was applied.';
grant select on schema_migration to :app_role;

-- Who is asking. The application sets these two for each transaction (set_config with is_local), never for a session:
--   app.party     the party on whose behalf it works, a uuid
--   app.prefixes  the divisions it may reach, as code prefixes separated by commas (3301,3302), or the word all
-- Unset or empty means nobody and nowhere. Both functions are one plain expression, so that the planner puts them straight
-- into a policy; inside a policy, write (select actor_party()) to have it evaluated once a query instead of once a row.

create function actor_party() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.party', true), '')::uuid;
comment on function actor_party() is
  'The party on whose behalf this transaction works, from the setting app.party; null when unset, which no row equals.';

create function actor_reaches(division text) returns boolean
  language sql stable parallel safe
  return coalesce(
    current_setting('app.prefixes', true) = 'all'
      or division ^@ any (array_remove(string_to_array(current_setting('app.prefixes', true), ','), '')),
    false);
comment on function actor_reaches(text) is
  'Whether this transaction may reach a division (行政区划, its code): one of the prefixes in the setting app.prefixes begins the code, or the setting is the word all. False when unset, and for no code at all unless all.';

create function forbid_change() returns trigger
  language plpgsql as $$
begin
  raise exception '% is append-only: % refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation';
end
$$;
comment on function forbid_change() is
  'Trigger of append-only tables, before update or delete (each row) or truncate (each statement): nobody changes or removes rows, the owner included.';

grant execute on function actor_party(), actor_reaches(text) to :app_role;
