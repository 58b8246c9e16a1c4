/**
 * What Redis does in one go: nobody sees a script half done, and a server that is killed has all of it or none. Written
 * for Redis from version 6 on, and Valkey.
 */
import { coldCollections, hotCollections } from '../../../core/store/record.ts';
import { collections } from './layout.ts';

/** Remembered ids; several relays write, so more than one of them needs. */
const REMEMBERED = 50_000;
/** So many commits may a relay be behind before it has to read everything anew. */
const FOLLOWED = 4_096;

/** Lua's table of which of KEYS each of them is. */
const places = (names: readonly string[], first: number): string =>
  `{${names.map((name, index) => `${name} = ${first + index}`).join(', ')}}`;

const common = `
local applied, position, changes, expiry = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local records = ${places(collections, 5)}
local sorted = ${places(coldCollections, 5 + collections.length)}

local function put(at, key, value, expires)
  redis.call('HSET', KEYS[records[at]], key, expires .. '|' .. value)
  if sorted[at] then redis.call('ZADD', KEYS[sorted[at]], 0, key) end
  if expires == '' then redis.call('ZREM', expiry, at .. ':' .. key)
  else redis.call('ZADD', expiry, expires, at .. ':' .. key) end
end

-- Whether a removed key is erased, whose secret stands in the row of commits too.
local erased = false

local function remove(at, key)
  if redis.call('HDEL', KEYS[records[at]], key) == 1 and at == 'recentlyRemoved' then erased = true end
  if sorted[at] then redis.call('ZREM', KEYS[sorted[at]], key) end
  redis.call('ZREM', expiry, at .. ':' .. key)
end

local function publish(number, writer, what)
  redis.call('XADD', changes, 'MAXLEN', '~', ${FOLLOWED}, number .. '-0', 'writer', writer, 'changes', what)
end
`;

/** How the commit script refuses changes. */
export const REFUSED = /^REFUSED ([\d ]+)/;

/**
 * ARGV: ms now, who writes, the hot changes as JSON for the others, then six for each change: id, op,
 * collection, key, JSON, ms of expiry or nothing. Refuses the whole with `REFUSED` and the places of those changes that
 * cannot be applied, from 0 on.
 */
export const commitScript = `${common}
-- The counts in a text of JSON; nil for anything else.
local function numbers(json)
  local isJson, counts = pcall(cjson.decode, json)
  if not isJson or type(counts) ~= 'table' then return nil end
  for _, by in pairs(counts) do if type(by) ~= 'number' then return nil end end
  return counts
end

local now = tonumber(ARGV[1])

-- The counts that are stored and when they expire; nil where they are none.
local function countsAt(at, key)
  local stored = redis.call('HGET', KEYS[records[at]], key)
  if not stored then return {}, '' end
  local bar = string.find(stored, '|', 1, true)
  if not bar then return nil end
  local before = string.sub(stored, 1, bar - 1)
  if before ~= '' and not tonumber(before) then return nil end
  if before ~= '' and tonumber(before) <= now then return {}, '' end
  return numbers(string.sub(stored, bar + 1)), before
end

local function add(at, key, json, expires)
  local counts, before = countsAt(at, key)
  counts = counts or {}
  if expires == '' then expires = before or '' end
  for name, by in pairs(numbers(json)) do counts[name] = (counts[name] or 0) + by end
  put(at, key, cjson.encode(counts), expires)
end

local fresh, all = 0, (#ARGV - 3) / 6
-- A script that fails in its middle leaves half a commit behind, so what may fail is looked at first.
local refused = ''
local replaced = {}
for i = 4, #ARGV, 6 do
  local id, op, at, key, json, expires = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  local record = at .. ':' .. key
  local good = records[at] and (expires == '' or tonumber(expires))
  if good and op == 'add' then good = numbers(json) and (replaced[record] or countsAt(at, key)) end
  if good and op ~= 'add' then replaced[record] = true end
  if not good and not redis.call('ZSCORE', applied, id) then refused = refused .. ' ' .. (i - 4) / 6 end
end
if refused ~= '' then return redis.error_reply('REFUSED' .. refused) end

for i = 4, #ARGV, 6 do
  local id, op, at, key, json, expires = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  if not redis.call('ZSCORE', applied, id) then
    fresh = fresh + 1
    if op == 'put' then put(at, key, json, expires)
    elseif op == 'add' then add(at, key, json, expires)
    else remove(at, key) end
    redis.call('ZADD', applied, now, id)
  end
end
redis.call('ZREMRANGEBYRANK', applied, 0, -${REMEMBERED + 1})

-- Short, so that nobody waits for it.
for _, member in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, 2 * all + 16)) do
  local colon = string.find(member, ':', 1, true)
  remove(string.sub(member, 1, colon - 1), string.sub(member, colon + 1))
end

-- Whoever has not read them finds a gap, and reads everything anew.
if erased then redis.call('DEL', changes) end
if erased or (ARGV[3] ~= '' and fresh > 0) then
  -- A batch is sent again whole. Should only a part of one be new, the others read everything.
  publish(redis.call('INCR', position), ARGV[2], fresh == all and ARGV[3] or '')
end
return fresh
`;

/**
 * For a Redis that came back with less than it had: takes the hot records from the relay that asks, unless another has
 * brought it as far already. ARGV: position of that relay, who writes, then four for each record:
 * collection, key, JSON, ms of expiry or nothing. Returns the new position, or 0.
 */
export const restoreScript = `${common}
local known = tonumber(ARGV[1])
if tonumber(redis.call('GET', position) or '0') >= known then return 0 end
for _, at in ipairs({${hotCollections.map((name) => `'${name}'`).join(', ')}}) do
  for _, key in ipairs(redis.call('HKEYS', KEYS[records[at]])) do remove(at, key) end
end
for i = 3, #ARGV, 4 do put(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]) end
-- Far ahead of what any relay has seen, so that all of them notice the gap.
redis.call('SET', position, known + 1000)
redis.call('DEL', changes)
publish(known + 1000, ARGV[2], '')
return known + 1000
`;
