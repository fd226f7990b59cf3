#!/usr/bin/env bash
# From a token to a sale with nothing but curl and openssl, at a shop that `npm start` runs:
#
#     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7 -subj /CN=receiver \
#       -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem
#     NODE_EXTRA_CA_CERTS=$PWD/cert.pem npm start
#     PASSWORD=… bash walkthrough.sh heron.jpg
#
# The certificate is for the program that is told of the sale, here at port 8443, and the shop has to trust it. The
# password is that of the demo artist mira: `npm start` prints it at its end.
set -euo pipefail
shop=${SHOP:-http://localhost:3000}
username=${ARTIST:-mira}
port=${RECEIVER_PORT:-8443}
file=$1

# The first value with this name in a line of JSON.
value() { grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4; }
# The value of this header, in a response of `curl -i` or in a request.
header() { tr -d '\r' | sed -n "s/^$1: //Ip" | head -n 1; }

# 1. A token for 15 minutes.
token=$(printf %s "$PASSWORD" | curl -fsS "$shop/api/v1/token" -d grant_type=password -d "username=$username" \
  --data-urlencode password@- -d 'scope=posts:read posts:write webhooks:write' | value access_token)
api() { curl -fsS -H "authorization: Bearer $token" "$@"; }
json='content-type: application/json'

# 2. A picture.
picture=$(api "$shop/api/v1/pictures" -H 'content-type: application/octet-stream' --data-binary "@$file" | value id)

# 3. A published work with it. The key makes it safe to send this again.
work=$(api -i "$shop/api/v1/posts" -H "$json" -H "idempotency-key: $(openssl rand -hex 16)" -d '{
  "title": "Grey Heron", "publish": true, "price": { "amount": 12000, "currency": "EUR" },
  "pictures": [{ "id": "'"$picture"'", "alt": "A heron" }] }')
id=$(value id <<<"$work")
slug=$(value slug <<<"$work")
echo "Published: $shop/posts/$slug"

# 4. Another price, if nobody has changed the work since.
api "$shop/api/v1/posts/$id" -X PATCH -H "$json" -H "if-match: $(header etag <<<"$work")" \
  -d '{ "price": { "amount": 15000, "currency": "EUR" } }' >/dev/null
echo 'It costs 150 euros now.'

# 5. A program that is told of the sale: it responds with 204, and writes down what comes.
endpoint=$(api "$shop/api/v1/webhooks" -H "$json" -d '{ "url": "https://127.0.0.1:'"$port"'/", "events": ["post.sold"] }')
secret=$(value secret <<<"$endpoint")
{ printf 'HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n' && sleep 60; } 2>/dev/null |
  openssl s_server -accept "$port" -cert cert.pem -key key.pem -quiet -naccept 1 >request.txt 2>/dev/null &

# 6. Somebody buys it: the form of its page leads to Stripe, here to the emulator of `npm start`.
payment=$(curl -fsS -o /dev/null -w '%{redirect_url}' "$shop/posts/$slug/buy" -H "origin: $shop" -d amount=15000 -d currency=EUR)
curl -fsS -o /dev/null "$payment" -d method=card -d email=ada@example.org -d name=Ada -d country=DE \
  --data-urlencode 'cardNumber=4242 4242 4242 4242' -d expiry=12/40 -d cvc=123
echo "Paid at $payment"

# 7. The webhook has come, and its signature is the shop's.
until grep -q '"type"' request.txt; do sleep 1; done
key=$(printf %s "${secret#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
signed() { printf '%s.%s.' "$(header webhook-id <request.txt)" "$(header webhook-timestamp <request.txt)" && tail -n 1 request.txt; }
expected=$(signed | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)
tail -n 1 request.txt && echo
case " $(header webhook-signature <request.txt) " in
  *" v1,$expected "*) echo 'Sold, says the shop: the signature is good.' ;;
  *) echo 'The signature is not the shop’s.' && exit 1 ;;
esac
api -X DELETE "$shop/api/v1/webhooks/$(value id <<<"$endpoint")"
