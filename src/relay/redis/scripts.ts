/**
 * What Redis does in one go: nobody sees a script half done, and a server that is killed has all of it or none. Written
 * for Redis from version 6 on, and Valkey.
 */
import { coldCollections, hotCollections } from '../../core/store/record.ts';
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

local function remove(at, key)
  redis.call('HDEL', KEYS[records[at]], key)
  if sorted[at] then redis.call('ZREM', KEYS[sorted[at]], key) end
  redis.call('ZREM', expiry, at .. ':' .. key)
end

local function publish(number, writer, what)
  redis.call('XADD', changes, 'MAXLEN', '~', ${FOLLOWED}, number .. '-0', 'writer', writer, 'changes', what)
end
`;

/**
 * ARGV: ms now, who writes, the hot changes as JSON for the others, then six for each change: id, op,
 * collection, key, JSON, ms of expiry or nothing.
 */
export const commitScript = `${common}
local now = tonumber(ARGV[1])

local function add(at, key, json, expires)
  local counts = {}
  local stored = redis.call('HGET', KEYS[records[at]], key)
  if stored then
    local bar = string.find(stored, '|', 1, true)
    local before = string.sub(stored, 1, bar - 1)
    if before == '' or tonumber(before) > now then
      counts = cjson.decode(string.sub(stored, bar + 1))
      if expires == '' then expires = before end
    end
  end
  for name, by in pairs(cjson.decode(json)) do counts[name] = (counts[name] or 0) + by end
  put(at, key, cjson.encode(counts), expires)
end

local fresh, all = 0, (#ARGV - 3) / 6
for i = 4, #ARGV, 6 do
  local id, op, at, key, json, expires = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4], ARGV[i + 5]
  if redis.call('ZADD', applied, 'NX', now, id) == 1 then
    fresh = fresh + 1
    if op == 'put' then put(at, key, json, expires)
    elseif op == 'add' then add(at, key, json, expires)
    else remove(at, key) end
  end
end
redis.call('ZREMRANGEBYRANK', applied, 0, -${REMEMBERED + 1})

-- Short, so that nobody waits for it.
for _, member in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, 2 * all + 16)) do
  local colon = string.find(member, ':', 1, true)
  remove(string.sub(member, 1, colon - 1), string.sub(member, colon + 1))
end

if ARGV[3] ~= '' and fresh > 0 then
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
