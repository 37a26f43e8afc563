-- The words of a title, and of title and summary, in columns of their own: what stands in the title is found and ranked without
-- reading the whole text, whose words are ten times as long and kept beside the row.

alter table search_entry set (toast_tuple_target = 128);
alter table search_entry
  add column title_words tsvector not null generated always as (ts_filter(words, '{a}')) stored,
  add column head_words tsvector not null generated always as (ts_filter(words, '{a,b}')) stored;
alter table search_entry alter column title_words set storage main;
alter table search_entry alter column head_words set storage main;
create index search_entry_title_words on search_entry using gin (title_words);
create index search_entry_head_words on search_entry using gin (head_words);
comment on column search_entry.title_words is 'The words of the title alone; what has every word asked for here stands first';
comment on column search_entry.head_words is 'The words of title and summary';
