-- Birth dates of those whose paper's number does not say it: travel permits and passports.

alter table person add column birth_cipher bytea;
comment on column person.birth_cipher is 'Birth date, sealed like the name; null where the number of the identity paper says it';
