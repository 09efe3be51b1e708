-- Removes entries: one that BZPOPMIN has already removed, then up to the requested number. Returns all of them.
-- KEYS: entries, accounts, clock.
-- ARGV: count, then member and score of the entry already removed (or neither).
local taken = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
if ARGV[2] then
  table.insert(taken, 1, ARGV[3])
  table.insert(taken, 1, ARGV[2])
end
local members = {}
for i = 1, #taken, 2 do
  members[#members + 1] = taken[i]
  local account = string.match(taken[i], '^[^/]+')
  if account and redis.call('HINCRBY', KEYS[2], account .. ':held', -1) <= 0 then
    redis.call('HDEL', KEYS[2], account .. ':held')
  end
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[2], KEYS[3])
elseif #taken > 0 then
  redis.call('SET', KEYS[3], taken[#taken])
end
return members
