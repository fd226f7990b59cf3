-- Sends each request with the next of the tokens in a file, so that no account reaches its limit.
local tokens, index = {}, 0

function init(args)
  for line in io.lines(args[1]) do tokens[#tokens + 1] = line end
end

function request()
  index = index % #tokens + 1
  return wrk.format("GET", nil, { ["authorization"] = "Bearer " .. tokens[index] })
end
