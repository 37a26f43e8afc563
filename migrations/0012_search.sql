-- Search (搜索) over what anyone may read.

create table search_entry (
  kind text not null,
  ref text not null,
  division text collate "C" not null,
  title text not null,
  body text not null,
  words tsvector not null,
  importance real not null default 1,
  published_on date not null,
  primary key (kind, ref)
);
create index search_entry_words on search_entry using gin (words);
create index search_entry_title on search_entry using gin (title gin_trgm_ops);
comment on table search_entry is 'Public texts, their words cut in the application; gives references only, each page reads its own row';
grant select, insert, update, delete on search_entry to :app_role;
