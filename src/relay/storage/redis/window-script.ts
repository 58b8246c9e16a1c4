import { DAY, MINUTE } from '../../../core/access/clients/rate-limit.ts';

/**
 * The sliding window of `core/access/clients/sliding-window.ts` in Redis: a hash of slot number and count. ARGV: requests to
 * count, ms of the window, and the limit, where 0 is none. Returns how many are counted, ms until none is, and ms to wait
 * where the limit refuses and nothing was counted. By the clock of Redis, which is the same for all relays.
 */
export const windowScript = `
local requests, length, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local size = length <= ${MINUTE.length} and ${MINUTE.slot} or ${DAY.slot}
local time = redis.call('TIME')
local now = 1000 * time[1] + math.floor(time[2] / 1000)

local slots, sum = {}, 0
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local slot = { number = tonumber(stored[i]), count = tonumber(stored[i + 1]) }
  if (slot.number + 1) * size > now - length then
    slots[#slots + 1] = slot
    sum = sum + slot.count
  else
    redis.call('HDEL', KEYS[1], stored[i])
  end
end

local function wait(most)
  table.sort(slots, function(a, b) return a.number < b.number end)
  local left, ms = sum, 0
  for _, slot in ipairs(slots) do
    if left <= most then break end
    left = left - slot.count
    ms = (slot.number + 1) * size + length - now
  end
  return ms
end

if limit > 0 and sum + requests > limit then return { sum, wait(0), wait(limit - requests) } end
if requests ~= 0 then
  local current = math.floor(now / size)
  redis.call('HINCRBY', KEYS[1], current, requests)
  redis.call('PEXPIRE', KEYS[1], length + size)
  slots[#slots + 1] = { number = current, count = requests }
  sum = sum + requests
end
return { sum, wait(0), 0 }
`;
