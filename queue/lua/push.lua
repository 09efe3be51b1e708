-- Adds entries. Returns the length of the queue afterwards, and the ids for which there was no room.
-- KEYS: entries, accounts, clock.
-- ARGV: window, exempt account (or an empty string), then account and id of each entry.
local refused = {}
local length = redis.call('ZCARD', KEYS[1])
local clock = tonumber(redis.call('GET', KEYS[3]) or 0)
for i = 3, #ARGV, 2 do
  local account, member = ARGV[i], ARGV[i] .. '/' .. ARGV[i + 1]
  if not redis.call('ZSCORE', KEYS[1], member) then
    local held = tonumber(redis.call('HGET', KEYS[2], account .. ':held') or 0)
    local free = tonumber(ARGV[1]) - length
    local exempt = account == ARGV[2]
    if free <= 0 or (not exempt and held >= free) then
      refused[#refused + 1] = ARGV[i + 1]
    else
      local start = clock
      if not exempt then
        start = math.max(clock, tonumber(redis.call('HGET', KEYS[2], account .. ':next') or 0))
        redis.call('HSET', KEYS[2], account .. ':next', start + 1, account .. ':held', held + 1)
      end
      redis.call('ZADD', KEYS[1], start, member)
      length = length + 1
    end
  end
end
return {length, refused}
