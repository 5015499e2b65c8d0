create table if not exists door_boards (
  id text primary key,
  name text not null,
  created integer not null,
  is_demo integer not null default 0
) strict;

-- A member who is gone keeps the row, without name, so that nobody takes the id up again.
create table if not exists door_members (
  board text not null references door_boards (id),
  member text not null,
  name text not null,
  function text not null,
  role text not null,
  organisation text,
  joined integer not null,
  gone integer,
  primary key (board, member)
) strict;

-- Without a board: a founder link.
create table if not exists door_links (
  id text primary key,
  secret blob not null unique,
  board text references door_boards (id),
  role text not null,
  organisation text,
  organisation_name text not null,
  uses_left integer not null check (uses_left >= 0),
  expires integer not null,
  created integer not null,
  created_by text,
  closed integer not null
) strict;
create index if not exists door_links_of_board on door_links (board, created);

create table if not exists door_devices (
  id text primary key,
  secret blob not null unique,
  added integer not null
) strict;

create table if not exists door_places (
  device text not null references door_devices (id),
  board text not null,
  member text not null,
  added integer not null,
  last_seen integer not null,
  primary key (device, board),
  foreign key (board, member) references door_members (board, member)
) strict;
create index if not exists door_places_of_member on door_places (board, member);

-- What a link asks or gives besides, if anything: a table of its own, since another process may
-- have `door_links` open, and its statements, as it was before.
create table if not exists door_terms (
  link text primary key references door_links (id),
  admission integer not null,
  returns text
) strict;

-- Whoever is at the door of a board; once declined, without name and with the reason.
create table if not exists door_waiting (
  id text primary key,
  board text not null references door_boards (id),
  device text not null references door_devices (id),
  link text not null references door_links (id),
  member text not null,
  name text not null,
  function text not null,
  since integer not null,
  declined text,
  unique (board, device)
) strict;
create index if not exists door_waiting_of_device on door_waiting (device);

-- Work that a member's role no longer allowed, for the secretariat to read; JSON.
create table if not exists door_handed (
  id text primary key,
  board text not null,
  member text not null,
  at integer not null,
  differences text not null,
  foreign key (board, member) references door_members (board, member)
) strict;
create index if not exists door_handed_of_board on door_handed (board, at);

create table if not exists door_codes (
  name text primary key,
  secret blob not null,
  device text not null references door_devices (id),
  expires integer not null,
  tries_left integer not null
) strict;
create index if not exists door_codes_of_device on door_codes (device);

create table if not exists door_tickets (
  id text primary key,
  secret blob not null unique,
  board text not null,
  member text not null,
  created integer not null,
  expires integer not null,
  foreign key (board, member) references door_members (board, member)
) strict;
create index if not exists door_tickets_of_member on door_tickets (board, member);

-- Written to find out whether anything can be.
create table if not exists door_probe (
  one integer primary key check (one = 1),
  times integer not null
) strict;
