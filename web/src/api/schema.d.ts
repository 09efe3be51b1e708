// Made from openapi.json by `npm run api:types`. Do not edit.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this process and what it needs are. */
        get: operations["ops_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this process is alive. It looks at nothing else. */
        get: operations["ops_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether this process should get requests. */
        get: operations["ops_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics in Prometheus' text format, for the bearer token of `METRICS_TOKEN`. Without one they are not served here, but
         *     on `METRICS_PORT` only.
         */
        get: operations["ops_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's keys, newest first. */
        get: operations["api_keys_list"];
        put?: never;
        /** Makes a key. It acts for whoever makes it, within its scopes. */
        post: operations["api_keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key: from now on it is refused. */
        delete: operations["api_keys_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what to whom, newest first: for admins all of it, for others what they did or what concerns them. */
        get: operations["audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logs out: ends the session of the access token, and that of the refresh token if there is one. Either
         *     of the two will do. The cookie is removed.
         */
        post: operations["auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/otp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a one-time code to a number. A new one takes the place of older ones. */
        post: operations["auth_send_otp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/otp/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logs in by a one-time code. A number that nobody has signs up: a user with a made-up name, without a
         *     password, and with what everybody gets to begin with.
         */
        post: operations["auth_verify_otp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/password/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password, and ends all other sessions of the user. */
        post: operations["auth_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a code for a new password to a number, if somebody has it. */
        post: operations["auth_forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a new password by a code, and ends all sessions of the user. */
        post: operations["auth_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchanges a refresh token for new tokens. It works once: when it comes again, its session ends. One in the cookie may
         *     come again within 30 seconds, while the one that followed it is unused.
         */
        post: operations["auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Says whether the cookie of this browser would be refreshed, and changes nothing: a first visit learns without an error
         *     that nobody is logged in.
         */
        get: operations["auth_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs up; a new user gets credits to begin with. */
        post: operations["auth_signup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logs in by name and password. With `token_transport: cookie` the refresh token comes in a cookie that scripts can't
         *     read, and not in the body.
         */
        post: operations["auth_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-owners/{id}/credit-distributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a business owner was handed and what was taken back, newest first; that business owner, its reseller, or
         *     admins.
         */
        get: operations["distributions_of_business_owner"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/business-owners/{id}/credit-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a business owner's credits stand; that business owner, its reseller, or admins. */
        get: operations["distributions_business_owner_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/whatsapp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one's WhatsApp messages go out. */
        get: operations["channels_get"];
        /**
         * Claims a number of one's own. A job asks WhatsApp whether the token belongs to it; until WhatsApp has confirmed that, the
         *     channel is `pending`: sends are refused, and nothing is received. From then on one's messages go out from it, also those
         *     that wait. A number that is verified stays so while a new token of it is. The token is kept encrypted.
         */
        put: operations["channels_replace"];
        post?: never;
        /** Sends from the platform's number from now on. */
        delete: operations["channels_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The phones that wrote to one, the one that wrote last first. `GET /v1/messages?to=` has all messages to and from one. */
        get: operations["messages_contacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{to}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A phone that wrote to one. */
        get: operations["messages_contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's conversations, that with the newest message first. */
        get: operations["chat_list"];
        put?: never;
        /**
         * Begins a conversation. With one other and without a name it is `direct`: the same two people have one, and get it
         *     again.
         */
        post: operations["chat_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A conversation that one belongs to. */
        get: operations["chat_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Gives a group another name; its owner may. */
        patch: operations["chat_rename"];
        trace?: never;
    };
    "/v1/conversations/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds somebody to a group; its owner may. They see what is said from then on. */
        post: operations["chat_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Takes somebody out of a group: its owner anybody, everybody oneself. Where the owner leaves, whoever has been in it
         *     longest owns it.
         */
        delete: operations["chat_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was said, newest first; with `after_seq` what was said since, oldest first. Who was added later sees what was
         *     said from then on.
         */
        get: operations["chat_messages_list"];
        put?: never;
        /**
         * Says something. The same `client_id` again answers with the first message, and so does the same Idempotency-Key. In an
         *     assistant conversation it is a question, and a job answers it; with `Prefer: wait=N` the answer to the request waits for it.
         */
        post: operations["chat_messages_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/messages/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes back a message of one's own: its number stays, with an empty text. */
        delete: operations["chat_messages_delete"];
        options?: never;
        head?: never;
        /** Gives a message of one's own another text. */
        patch: operations["chat_messages_edit"];
        trace?: never;
    };
    "/v1/conversations/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes how far one has read; the others are told. It never goes back, and never beyond the newest message. */
        post: operations["chat_messages_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages with these words in their first 8192 characters, newest first. */
        get: operations["chat_messages_search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{id}/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A WebSocket for one conversation. docs/chat.md has its frames and close codes. */
        get: operations["chat_follow_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-distributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's distributions, newest first; for admins everybody's. */
        get: operations["distributions_list"];
        put?: never;
        /** Hands credits to a business owner of one's own, by a job that moves them at once or fails. */
        post: operations["distributions_distribute"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-distributions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A distribution of one's own; for admins anybody's. */
        get: operations["distributions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-distributions/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hands credits to many business owners of one's own, by one job: to all or to none. */
        post: operations["distributions_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-distributions/reclaim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes credits back from a business owner of one's own, by a job: of what one has handed to it, as far as it is
         *     unspent.
         */
        post: operations["distributions_reclaim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credit-distributions/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one's distributions stand; for admins everybody's. */
        get: operations["distributions_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's credits. */
        get: operations["credits_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Sets below which balance one is told so, by the event `credits.balance_low`: each time that a transfer takes the
         *     balance from there or above to below.
         */
        patch: operations["credits_watch"];
        trace?: never;
    };
    "/v1/credits/mint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes new credits; admins only. */
        post: operations["credits_mint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits/recharges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's recharges, newest first. */
        get: operations["credits_recharges"];
        put?: never;
        /**
         * Buys credits: the job's result has the address of a page to pay on, `checkout_url`. They are in the wallet once it is
         *     paid.
         */
        post: operations["credits_recharge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits/recharges/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Looks at all open payments and for events that never came, of the 30 days for which Stripe keeps them; admins only.
         *     By itself the same is done every few minutes, with the events of 6 hours.
         */
        post: operations["credits_sync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's statement, newest first. */
        get: operations["credits_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credits/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What one's messages cost, by the UTC day on which they were accepted and by channel; or those of a business owner,
         *     for its reseller and for admins.
         */
        get: operations["credits_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened after a cursor, oldest first. With `Prefer: wait=N` it waits for something to happen. With `types` an
         *     answer may be empty though there is more: go on at `next_cursor`.
         */
        get: operations["events_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/cursor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The end of the log as it is now: take it, read what matters, then follow the log from here, and nothing is missed. */
        get: operations["events_newest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens from now on, or after `Last-Event-ID` (or `after`), as server-sent events. When the session or API key of
         *     the request ends, the last event is `end` with a `reason`. The first one is `gap` where events after the given place are no
         *     longer kept.
         */
        get: operations["events_follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes what Stripe tells of payments. */
        post: operations["hooks_receive_stripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/whatsapp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proves to WhatsApp that this webhook is ours. */
        get: operations["hooks_verify"];
        put?: never;
        /** Takes what WhatsApp tells of messages. */
        post: operations["hooks_receive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's jobs, newest first. */
        get: operations["jobs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job. With `Prefer: wait=N` it waits for the job's end. */
        get: operations["jobs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws a job that waits; what it cost is given back. A completion that runs is asked to stop. */
        post: operations["jobs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job as it is and whenever it changes, until it ends, as server-sent events. That of a completion also has
         *     `completion.delta`, `completion.reset` and `completion.ended`; it goes on after `Last-Event-ID`. A stream whose session or
         *     API key ends has `end` with a `reason` as its last event.
         */
        get: operations["jobs_follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does the work of a failed job again: a new job and a new message, paid anew. A question to the assistant stays the
         *     message that it is.
         */
        post: operations["jobs_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays the ledger and compares; admins only. */
        get: operations["credits_proof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Oneself. */
        get: operations["auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes oneself. What isn't named stays; null removes what may be missing. */
        patch: operations["auth_change_me"];
        trace?: never;
    };
    "/v1/me/preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's preferences. */
        get: operations["auth_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes one's preferences: what is named is replaced as a whole, null removes it, and the rest stays. All of them have
         *     at most 4096 bytes.
         */
        patch: operations["auth_change"];
        trace?: never;
    };
    "/v1/me/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes what one tells of one's business; resellers and business owners. Bank details are kept encrypted. */
        patch: operations["profile_change"];
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that one sent or received, newest first. */
        get: operations["messages_list"];
        put?: never;
        /**
         * Sends a message: charges it and enqueues the job that delivers it. With `Prefer: wait=N` the answer
         *     waits for the job's end.
         */
        post: operations["messages_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A message that one sent or received. */
        get: operations["messages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws a message that waits; what it cost is given back. */
        post: operations["messages_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks a message that one received as read; its sender is told. */
        post: operations["messages_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts the messages that one sent, by time, channel and the status that they have now. */
        get: operations["messages_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who wants no messages of oneself, by number. It is noted when a phone writes STOP, or when WhatsApp says so. */
        get: operations["channels_opt_outs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/opt-outs/{to}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forgets that a phone wanted no messages of oneself: it has said otherwise. An opt-out of the platform's shared number
         *     concerns all that send from it, and only the phone itself lifts it, by START.
         */
        delete: operations["channels_forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this installation is and offers: name, version, channels with their prices, limits. The answer may be cached for a
         *     minute; it has an `ETag`.
         */
        get: operations["platform_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How each queue stands, and each lane; admins only. */
        get: operations["ops_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's quotas: how much there may be of what, and how much there is. docs/limits.md describes them. */
        get: operations["auth_quotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resellers/{id}/business-owners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The business owners of a reseller, newest first, without their profiles; that reseller, or admins. */
        get: operations["resellers_list"];
        put?: never;
        /** Makes a business owner of a reseller, without credits; that reseller, or admins. */
        post: operations["resellers_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resellers/{id}/business-owners/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a business owner of a reseller; that reseller, or admins. Who is suspended is refused everywhere from now
         *     on, and what waits of it is withdrawn. Where its sends are stopped, new ones are refused and those that wait are held.
         */
        patch: operations["resellers_change"];
        trace?: never;
    };
    "/v1/resellers/{id}/credit-distributions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The distributions of a reseller, newest first; that reseller, or admins. */
        get: operations["distributions_of_reseller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resellers/{id}/credit-stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a reseller's credits stand; that reseller, or admins. */
        get: operations["distributions_reseller_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's open sessions. */
        get: operations["auth_list_sessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a session: its tokens are refused from now on. */
        delete: operations["auth_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's subscription. */
        get: operations["subscription_get"];
        put?: never;
        /** Subscribes: the job's result has the address of a page to pay on, `checkout_url`. Once it is paid one is Pro. */
        post: operations["subscription_subscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscription/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets one's subscription end with the period that is paid for. */
        post: operations["subscription_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscription/portal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asks for a link to one's own page at Stripe, with invoices and cards: the job's result has it, `url`. It does not
         *     hold for long.
         */
        post: operations["subscription_portal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subscription/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets it go on after all, while the period runs. */
        post: operations["subscription_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template-grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Grants of templates, newest first: one's own, for admins all. */
        get: operations["templates_grants"];
        put?: never;
        /** Lets an account send a template of the platform's number; admins only. */
        post: operations["templates_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/template-grants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a grant back; admins only. What waits under it fails and is refunded. */
        delete: operations["templates_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's templates, newest first. */
        get: operations["templates_list"];
        put?: never;
        /** Keeps a template. Over WhatsApp it goes out under its name and language, which Meta must have approved. */
        post: operations["templates_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A template. */
        get: operations["templates_get"];
        /** Replaces a template. What was accepted before goes out as it was. */
        put: operations["templates_replace"];
        post?: never;
        /** Removes a template. What was accepted before still goes out. */
        delete: operations["templates_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Transfers that one sent or received, newest first. */
        get: operations["wallet_list"];
        put?: never;
        /** Sends money to another user, at once. */
        post: operations["wallet_send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/transfers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A transfer that one sent or received. */
        get: operations["wallet_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's tier, and what is left of today's completions. */
        get: operations["assistant_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/usage/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one's completions took, by the UTC day on which they were accepted, newest first. */
        get: operations["assistant_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users, newest first, without their profiles; admins only. */
        get: operations["users_list"];
        put?: never;
        /** Makes a user in any role, without credits; admins only. */
        post: operations["users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user; admins only. */
        get: operations["users_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a user; admins only. Who is suspended is refused everywhere from now on, and what waits of it is withdrawn;
         *     with a reseller go its business owners.
         */
        patch: operations["users_change"];
        trace?: never;
    };
    "/v1/users/{id}/clear-recharge-block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets a user buy and send money on again whose earlier payment went back; admins only. */
        post: operations["users_clear_recharge_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Finds the user of a username, to write or send money to: for every user. Only the whole name finds one, and an account
         *     may look up only so many.
         */
        get: operations["users_lookup"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's wallet. */
        get: operations["wallet_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's deposits, newest first. */
        get: operations["wallet_deposits"];
        put?: never;
        /** Pays money into one's wallet, in the same way. */
        post: operations["wallet_deposit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wallet/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The statement of one's wallet, newest first. */
        get: operations["wallet_transactions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket for all conversations of the user, also those that are to come. docs/chat.md has its frames and close
         *     codes.
         */
        get: operations["chat_follow_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ws-tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A one-time ticket to open a socket with, for browsers. */
        post: operations["chat_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An accepted message and the job that sends it. */
        Accepted: {
            job: components["schemas"]["Job"];
            message: components["schemas"]["Message"];
        };
        /** @description One's channel, and the job that verifies its number. */
        AcceptedChannel: {
            channel: components["schemas"]["WhatsappChannel"];
            job: components["schemas"]["Job"];
        };
        /** @description A deposit, and the job that makes the page to pay it on. */
        AcceptedDeposit: {
            deposit: components["schemas"]["Deposit"];
            job: components["schemas"]["Job"];
        };
        /** @description The job that makes the link. */
        AcceptedPortal: {
            job: components["schemas"]["Job"];
        };
        /** @description A recharge, and the job that makes the page to pay it on. */
        AcceptedRecharge: {
            job: components["schemas"]["Job"];
            recharge: components["schemas"]["Recharge"];
        };
        /** @description One's subscription, and the job that does what was asked for. */
        AcceptedSubscription: {
            job: components["schemas"]["Job"];
            subscription: components["schemas"]["Subscription"];
        };
        /** @description A look at all open payments. */
        AcceptedSync: {
            job: components["schemas"]["Job"];
        };
        /** @description Accepted distributions, and the job that makes all of them or none. */
        AllDistributed: {
            distributions: components["schemas"]["Distribution"][];
            job: components["schemas"]["Job"];
        };
        /**
         * @description Above zero, with at most two places; a text or a number.
         * @example 100.50
         */
        Amount: string | number;
        /** @description A key, without its secret. */
        ApiKey: {
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Until when.
             */
            expires_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_key"];
            /**
             * Format: date-time
             * @description When it was used last, to the minute.
             */
            last_used_at?: string | null;
            /** @description What its owner calls it. */
            name: string;
            /**
             * @description How it begins.
             * @example swb_00c0ffee
             */
            prefix: string;
            /** @description What it may be used for. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description What the proof found for one asset. */
        AssetProof: {
            /**
             * @description The asset.
             * @example CREDIT
             */
            asset: string;
            /** @description The first of them. */
            mismatched: components["schemas"]["Mismatch"][];
            /** @description How many wallets differ from a replay of their transfers. */
            mismatches: number;
            /**
             * Format: int64
             * @description The sum of all balances, the platform's accounts included; zero where nothing was lost.
             */
            sum: number;
            /**
             * Format: int64
             * @description How many wallets there are.
             */
            wallets: number;
        };
        /** @description The assistant that is configured. */
        AssistantOffer: {
            /**
             * Format: int32
             * @description Completions of a user of the basic tier on a UTC day.
             */
            basic_daily_limit: number;
        };
        /** @description One try at a job. */
        Attempt: {
            /**
             * Format: date-time
             * @description When it ended; null while it runs.
             */
            ended_at?: string | null;
            error?: components["schemas"]["JobError"] | null;
            /**
             * Format: int32
             * @description From 1.
             */
            number: number;
            /** @description What it left the job in. */
            outcome: components["schemas"]["JobState"];
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at?: string | null;
            /** @description Who made it. */
            worker?: string | null;
        };
        /**
         * @description Who decided about an account's sends. The word of an admin is stronger.
         * @enum {string}
         */
        Authority: "reseller" | "admin";
        /** @description What one has. */
        Balance: {
            /** @example CREDIT */
            asset: string;
            /**
             * Format: int64
             * @description Whole credits.
             * @example 99
             */
            balance: number;
            /**
             * Format: int64
             * @description `credits.balance_low` tells when the balance falls below this.
             */
            low_balance_threshold?: number | null;
            /**
             * Format: int64
             * @description How many of these are promotional: they pay for in-app messages only.
             * @example 99
             */
            promotional: number;
            /** @description Where it was read. */
            source: components["schemas"]["BalanceSource"];
        };
        /** @enum {string} */
        BalanceSource: "postgres";
        /** @description The session that a browser's cookie is good for. */
        BrowserSession: {
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            expires_at: string;
        };
        BTreeMap: {
            [key: string]: string;
        };
        /**
         * @description What a reseller changes of its business owner. What is absent stays.
         * @example {
         *       "status": "suspended"
         *     }
         */
        BusinessOwnerChange: {
            /** @description Whether it may send outside the platform, whether or not its phone number is verified. */
            external_sending?: boolean | null;
            profile?: components["schemas"]["ProfileChange"] | null;
            /** @description Why its sends are stopped; the account sees it. At most 500 characters. */
            reason?: string | null;
            /** @description Refuses its sends, and holds those that wait; or ends that. */
            sending_stopped?: boolean | null;
            status?: components["schemas"]["UserStatus"] | null;
        };
        /** @description A business owner's credits, and what they went into. */
        BusinessOwnerCredits: components["schemas"]["BusinessOwnerStats"] & {
            /** @description What it has sent. */
            messages: components["schemas"]["Counts"];
        };
        /**
         * @description How a business owner's credits stand. Sums are gross, from the first transfer on:
         *     `balance` = `received` − `reclaimed` − `spent` + `refunded`.
         */
        BusinessOwnerStats: {
            /**
             * Format: int64
             * @description What it has.
             */
            balance: number;
            /**
             * Format: int64
             * @description What it got, from its reseller or others, and bought, less what was taken back because its payment went back.
             */
            received: number;
            /**
             * Format: int64
             * @description What its reseller took back.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description What it was given back of that.
             */
            refunded: number;
            /**
             * Format: int64
             * @description What its messages cost.
             */
            spent: number;
        };
        /** @description How the chain stands. */
        Chain: {
            /**
             * Format: int64
             * @description How many blocks there are.
             */
            blocks: number;
            /**
             * @description The SHA-256 of the newest one, as hex; null without any.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            head?: string | null;
            /** @description The first blocks that are not as the ledger and the block before say. Looked for by a full proof only. */
            wrong_blocks: number[];
        };
        /**
         * @description How a message gets to its recipient.
         * @enum {string}
         */
        Channel: "in_app" | "whatsapp";
        /** @description A channel that is configured. */
        ChannelOffer: {
            /**
             * Format: int64
             * @description Credits that a message costs.
             */
            price: number;
        };
        /** @description A message of a conversation. */
        ChatMessage: {
            /** @description The text as it was given; empty once it was deleted. */
            body: string;
            /** @description What the client called it. */
            client_id?: string | null;
            /** @description Where it was said. */
            conversation_id: components["schemas"]["Id_conv"];
            /**
             * Format: date-time
             * @description When it was said.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was taken back.
             */
            deleted_at?: string | null;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            edited_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_cmsg"];
            /** @description Who speaks. */
            role: components["schemas"]["ChatRole"];
            sender?: components["schemas"]["UserRef"] | null;
            /**
             * Format: int64
             * @description Its number in the conversation: 1, 2, 3, … without a gap.
             */
            seq: number;
            /** @description What became of it. */
            status: components["schemas"]["ChatStatus"];
        };
        /**
         * @description Who speaks.
         * @enum {string}
         */
        ChatRole: "user" | "assistant" | "system";
        /**
         * @description What became of a message.
         * @enum {string}
         */
        ChatStatus: "sent" | "deleted";
        /** @description A code is on its way, as far as can be told. */
        CodeSent: {
            /**
             * Format: int64
             * @description Seconds that a code is valid after it was sent.
             * @example 300
             */
            expires_in: number;
        };
        /** @description How an answer came about. */
        CompletionInfo: {
            /** @description Why it ended: `stop`, or `max_tokens` where it was cut. */
            finish_reason: string;
            /** @description The job that made it. */
            job_id: components["schemas"]["Id_job"];
            /** @description The model. */
            model: string;
            /** @description What it took. */
            usage: components["schemas"]["Tokens"];
        };
        /** @description A phone that wrote to an account. */
        Contact: {
            /** @description Over which channel it wrote. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: date-time
             * @description When it last wrote, by its provider's clock.
             */
            last_inbound_at: string;
            last_message?: components["schemas"]["MessagePreview"] | null;
            /**
             * @description Its number, or WhatsApp's id of a user whose number is hidden.
             * @example +15550100001
             */
            to: string;
            /** @description Whether its newest message is not marked as read. */
            unread: boolean;
            /**
             * Format: date-time
             * @description Until when WhatsApp takes free texts to this phone, as far as we know; its own clock decides. Null where it takes
             *     templates only.
             */
            window_ends_at?: string | null;
        };
        /** @description What a message carries in place of a text of its own, as it goes out: later changes of a template change nothing. */
        Content: {
            /** @description A template, with its parameters in the provider's order. */
            template: components["schemas"]["FilledTemplate"];
        } | {
            /** @description A file. */
            media: components["schemas"]["Media"];
        };
        /** @description A conversation, as one of its members sees it. */
        Conversation: {
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_conv"];
            /** @description What it is. */
            kind: components["schemas"]["ConversationKind"];
            last_message?: components["schemas"]["ChatMessage"] | null;
            /**
             * Format: int64
             * @description The newest message's number; 0 where there is none.
             */
            last_seq: number;
            /** @description Its name; null where it has none. */
            name?: string | null;
            owner_id?: components["schemas"]["Id_usr"] | null;
            /** @description Its members, in the order in which they came. */
            participants: components["schemas"]["Participant"][];
            /**
             * Format: int64
             * @description Messages of others that the caller has not read; those above 1000 are not counted.
             */
            unread_count: number;
        };
        /**
         * @description What a conversation is.
         * @enum {string}
         */
        ConversationKind: "direct" | "group" | "assistant";
        /** @description The other side of a movement. A user may be called like an account of the platform; the kind tells them apart. */
        Counterparty: {
            id?: components["schemas"]["Id_usr"] | null;
            /** @description Which of the two it is. */
            kind: components["schemas"]["CounterpartyKind"];
            /** @description A user's name, or an account of the platform: `issuer`, `revenue` or `external`. */
            name: string;
        };
        /**
         * @description What is on the other side.
         * @enum {string}
         */
        CounterpartyKind: "user" | "system";
        /** @description What a user has sent, from the first message on. */
        Counts: {
            /**
             * Format: int64
             * @description Those of them that are known to have arrived.
             */
            delivered: number;
            /**
             * Format: int64
             * @description Messages that failed for good.
             */
            failed: number;
            /**
             * Format: int64
             * @description Messages that went out.
             */
            sent: number;
        };
        /** @description A key, and what to send as it. */
        CreatedKey: components["schemas"]["ApiKey"] & {
            /**
             * @description For the header `Authorization: Bearer …`. It is shown this once.
             * @example swb_00c0ffee00000000000000000000000000000000000000000000000000000000
             */
            key: string;
        };
        /**
         * @description Name and password, as JSON or as an OAuth 2 password form.
         * @example {
         *       "password": "switchboard-demo-1",
         *       "username": "alice"
         *     }
         */
        Credentials: {
            /** Format: password */
            password: string;
            /** @description How the refresh token shall travel. */
            token_transport?: components["schemas"]["TokenTransport"];
            username: string;
        };
        /** @description What a user's messages over one channel cost on one day. */
        CreditUsage: {
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: int64
             * @description What they cost, in credits.
             */
            credits: number;
            /**
             * Format: date
             * @description The UTC day on which they were accepted.
             */
            day: string;
            /**
             * Format: int64
             * @description How many.
             */
            messages: number;
            /**
             * Format: int64
             * @description What was given back of that until now.
             */
            refunded: number;
        };
        /** @description What a user's completions took on a day. */
        Day: {
            /**
             * @description What the model's provider charges for them.
             * @example 0.001250
             */
            cost: string;
            /**
             * Format: date
             * @description The UTC day on which they were accepted.
             */
            day: string;
            /**
             * Format: int64
             * @description Tokens that the model made.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Tokens that were sent to the model.
             */
            prompt_tokens: number;
            /**
             * Format: int32
             * @description Questions that were accepted.
             */
            requests: number;
            /**
             * Format: int32
             * @description Those that count: they were answered, or are under way.
             */
            used: number;
        };
        /** @description Money that is paid into the wallet. */
        Deposit: {
            /** @description How much. */
            amount: components["schemas"]["Money"];
            /** @description Where to pay; null until the job is done. */
            checkout_url?: string | null;
            /**
             * Format: date-time
             * @description When it was ordered.
             */
            created_at: string;
            /**
             * @description Of which currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_rch"];
            /** @description The job that makes the page. */
            job_id: components["schemas"]["Id_job"];
            /** @description What of the payment went back. */
            refunded: components["schemas"]["Money"];
            /** @description What should have been taken back for it, and was spent. */
            shortfall: components["schemas"]["Money"];
            /** @description How it stands. */
            status: components["schemas"]["RechargeStatus"];
        };
        /** @description An accepted distribution, and the job that makes it. */
        Distributed: {
            distribution: components["schemas"]["Distribution"];
            job: components["schemas"]["Job"];
        };
        /** @description Credits that a reseller hands to its business owner, or takes back. */
        Distribution: {
            /** @description Who gets them, or gives them back. */
            business_owner_id: components["schemas"]["Id_usr"];
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /**
             * Format: int64
             * @description How many; below zero: taken back.
             * @example 500
             */
            credits: number;
            error?: components["schemas"]["JobError"] | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_dst"];
            /** @description The job that does it. */
            job_id: components["schemas"]["Id_job"];
            /** @description What the reseller wrote to it. */
            note?: string | null;
            /** @description Whose credits they are, or become again. */
            reseller_id: components["schemas"]["Id_usr"];
            /** @description Where it stands. */
            status: components["schemas"]["DistributionStatus"];
        };
        /**
         * @description Where a distribution stands.
         * @enum {string}
         */
        DistributionStatus: "pending" | "succeeded" | "failed" | "cancelled";
        /** @description What a send would do. Nothing was changed. */
        DryRun: {
            /** @description Whether it would be accepted. */
            accepted: boolean;
            /** @description The text as its recipient would read it. */
            body?: string | null;
            content?: components["schemas"]["Content"] | null;
            /** @description Always. */
            dry_run: boolean;
            /**
             * Format: double
             * @description How long it would wait in its queue: behind what of yours waits, at the pace of the last minute, or until its
             *     channel opens. Null where nothing is known.
             */
            expected_delay_seconds?: number | null;
            /**
             * Format: int64
             * @description Credits that it would cost.
             */
            price?: number | null;
            /** @description Why it would not. */
            refusals: components["schemas"]["Refused"][];
            /**
             * Format: date-time
             * @description When it would go out at the earliest.
             */
            run_at?: string | null;
            /**
             * Format: int32
             * @description Parts that the channel would bill.
             */
            segments?: number | null;
            /**
             * Format: date-time
             * @description Until when WhatsApp takes free texts to this phone, as far as we know; its own clock decides.
             */
            window_ends_at?: string | null;
        };
        /**
         * @description Another text for a message.
         * @example {
         *       "body": "Hello!"
         *     }
         */
        Edit: {
            /** @description Any text, at most 16 KB of UTF-8. */
            body: string;
        };
        /** @description An entry of the log. */
        Entry: {
            /**
             * @description What was done.
             * @example user.suspended
             */
            action: string;
            actor?: components["schemas"]["Who"] | null;
            /** @description The address that it came from. */
            address?: string | null;
            /** @description What is there now; of a change the fields that differ. */
            after?: unknown;
            api_key_id?: components["schemas"]["Id_key"] | null;
            /** @description What was there before; of a change the fields that differ. */
            before?: unknown;
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_aud"];
            /** @description The request. */
            request_id?: string | null;
            session_id?: components["schemas"]["Id_ses"] | null;
            subject?: components["schemas"]["Who"] | null;
            /** @description The id of the thing. */
            target?: string | null;
        };
        /** @description A fact about something that a user owns. */
        Event: {
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /** @description What it happened to. */
            data: {
                [key: string]: unknown;
            };
            /** @description Its id. */
            id: components["schemas"]["Id_evt"];
            /**
             * Format: int64
             * @description Its number. Of two facts about one thing the higher is the later; the log itself is in the order
             *     of transactions, in which numbers may step back a little.
             */
            seq: number;
            /**
             * @description What happened: `job.succeeded`, `message.delivered`, `credits.balance_changed` …
             * @example message.delivered
             */
            type: string;
        };
        /** @description A place in the log. */
        EventCursor: {
            /** @description For `after`, or as `Last-Event-ID`. */
            cursor: string;
        };
        /** @description Facts, oldest first. */
        Events: {
            data: components["schemas"]["Event"][];
            /** @description Whether events after `after` are no longer kept, so that some may be missing: read anew what matters. */
            gap: boolean;
            /** @description Where to go on; always there, also after the last. */
            next_cursor: string;
        };
        /** @description A job and, where asked for, its attempts or what it waits for. */
        Expanded: components["schemas"]["Job"] & {
            attempts?: components["schemas"]["Attempt"][] | null;
            /**
             * @description What it waits for, or how it ended.
             * @example Attempt 1 failed: WhatsApp can't be reached. Attempt 2 of 6 follows at 2026-01-02T03:04:05Z.
             */
            explanation?: string | null;
        };
        /** @description What is wrong with a field. */
        FieldError: {
            /**
             * @description The field's path.
             * @example to
             */
            field: string;
            /** @description What is wrong with it. */
            message: string;
        };
        /** @description A template with all that stands in its places. */
        FilledTemplate: {
            /** @description What is appended to the buttons' addresses. */
            button_parameters?: string[];
            /** @description What its owner says that it is for. */
            category: components["schemas"]["TemplateCategory"];
            header_media?: components["schemas"]["Media"] | null;
            /** @description The header's text. */
            header_text?: string | null;
            /** @description Its language. */
            language: string;
            /** @description Its name at the provider. */
            name: string;
            /** @description The body's parameters, in order. */
            parameters: string[];
        };
        /** @description How this process is. */
        Health: {
            /** @description Whether Postgres takes writes. */
            database: boolean;
            /** @description What is wrong. */
            problems: components["schemas"]["Trouble"][];
            /** @description Whether Redis takes writes. */
            redis: boolean;
            status: components["schemas"]["Status"];
        };
        /** @example aud_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_aud: string;
        /** @example cmsg_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_cmsg: string;
        /** @example conv_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_conv: string;
        /** @example dst_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_dst: string;
        /** @example evt_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_evt: string;
        /** @example job_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_job: string;
        /** @example key_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_key: string;
        /** @example msg_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_msg: string;
        /** @example rch_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_rch: string;
        /** @example ses_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_ses: string;
        /** @example tgr_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_tgr: string;
        /** @example tpl_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_tpl: string;
        /** @example txf_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_txf: string;
        /** @example usr_01h2xcejqtf2nbrexx3vqjhp41 */
        Id_usr: string;
        /** @description A job's row, as its owner sees it. */
        Job: {
            /**
             * Format: int32
             * @description How often it was tried; the running attempt counts.
             */
            attempt: number;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            error?: components["schemas"]["JobError"] | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_job"];
            /**
             * @description What is done.
             * @example whatsapp.deliver
             */
            kind: string;
            /**
             * Format: int32
             * @description How often it is tried at the most.
             */
            max_attempts: number;
            /**
             * Format: int32
             * @description Percent done, where the kind tells.
             */
            progress?: number | null;
            /** @description What came of it. */
            result?: unknown;
            retried_from?: components["schemas"]["Id_job"] | null;
            /**
             * Format: date-time
             * @description Not run before this time.
             */
            run_at: string;
            /**
             * Format: date-time
             * @description When it first ran.
             */
            started_at?: string | null;
            /** @description Where it stands. */
            state: components["schemas"]["JobState"];
        };
        /** @description Why a job, or a message, failed. */
        JobError: {
            /**
             * @description Stable, for programs.
             * @example recipient_unreachable
             */
            code: string;
            /** @description A sentence, for people. */
            message: string;
            /** @description Whether the same request may succeed when it is sent again. */
            retryable: boolean;
        };
        /**
         * @description Where a job stands.
         * @enum {string}
         */
        JobState: "queued" | "running" | "retrying" | "succeeded" | "failed" | "cancelled";
        /** @description A lane as an operator sees it. */
        LaneState: {
            /**
             * Format: date-time
             * @description Closed until then.
             */
            closed_until?: string | null;
            /** @description Why it is closed or stopped. */
            code?: string | null;
            /** @description Which. */
            lane: string;
            /**
             * Format: double
             * @description Calls a second, where the provider's limit was met.
             */
            rate?: number | null;
            /** @description Whether somebody has to mend something. */
            stopped: boolean;
        };
        /** @description Tokens and whose they are. */
        Login: {
            /** @description For the header `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             */
            expires_in: number;
            /** @description Good for the next tokens (`POST /v1/auth/refresh`), once. Absent where it travels in a cookie. */
            refresh_token?: string | null;
            /** @example bearer */
            token_type: string;
            user: components["schemas"]["User"];
        };
        /**
         * @description What to log out of, besides the access token's session.
         * @example {}
         */
        Logout: {
            /** @description Ends the session of this refresh token, also where the access token has expired. Without one the cookie's counts. */
            refresh_token?: string | null;
        };
        /** @description A file to be sent. The provider fetches it, and judges its format and size. */
        Media: {
            /** @description A text below it, at most 1024 characters; images, videos and documents only. */
            caption?: string | null;
            /** @description What a document is called. */
            filename?: string | null;
            /** @description The provider's id of a file that it has already. */
            id?: string | null;
            /**
             * @description Where it is: an `https` address of the file itself, on a public host name. Either this or `id`.
             * @example https://example.com/invoice-17.pdf
             */
            link?: string | null;
            /** @description What it is. */
            type: components["schemas"]["MediaKind"];
        };
        /**
         * @description Kinds of files that WhatsApp shows.
         * @enum {string}
         */
        MediaKind: "image" | "video" | "audio" | "document" | "sticker";
        /** @description A message. */
        Message: {
            /** @description The text; of a template as its recipient reads it, of a file its caption. */
            body: string;
            /** @description How it travels. */
            channel: components["schemas"]["Channel"];
            content?: components["schemas"]["Content"] | null;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it got to its recipient.
             */
            delivered_at?: string | null;
            error?: components["schemas"]["JobError"] | null;
            /** @description The number that a message from outside came from. */
            from?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_msg"];
            job_id?: components["schemas"]["Id_job"] | null;
            /** @description What the sender attached; only the sender sees it. Of a message from outside: `type`, as the provider names it. */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Credits that it cost; only its sender sees it.
             */
            price?: number | null;
            provider_error?: components["schemas"]["ProviderError"] | null;
            /** @description The provider's own id. */
            provider_message_id?: string | null;
            /**
             * Format: date-time
             * @description When the recipient read it.
             */
            read_at?: string | null;
            recipient?: components["schemas"]["UserRef"] | null;
            /** @description Of a message from outside: the provider's id of the message that it quotes, reacts to, edits or revokes. */
            reference_id?: string | null;
            retry_of?: components["schemas"]["Id_msg"] | null;
            /**
             * Format: int32
             * @description Parts that the channel bills.
             */
            segments: number;
            /**
             * Format: date-time
             * @description Not sent before this time.
             */
            send_at?: string | null;
            sender?: components["schemas"]["UserRef"] | null;
            /**
             * Format: date-time
             * @description When the provider took it.
             */
            sent_at?: string | null;
            /** @description Where it stands. */
            status: components["schemas"]["MessageStatus"];
            /** @description Where to, as the sender wrote it. Of a message from outside: the number that it came to, as its provider has it. */
            to: string;
        };
        /**
         * @description Messages that one sent or that one received.
         * @enum {string}
         */
        MessageDirection: "sent" | "received";
        /** @description Messages of a conversation. */
        MessagePage: {
            /** @description The messages: newest first, or oldest first where the page follows `after_seq`. */
            data: components["schemas"]["Said"][];
            /** @description Goes on in the same direction; null where there is nothing more. */
            next_cursor?: string | null;
            /** @description Goes the other way, in the other order; null where there is nothing. */
            previous_cursor?: string | null;
            /** @description Where they were read; they are the same. */
            source: components["schemas"]["PageSource"];
        };
        /** @description The beginning of a message. */
        MessagePreview: {
            /** @description The first 160 characters of its text. */
            body: string;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /** @description Whether the account sent it or received it. */
            direction: components["schemas"]["MessageDirection"];
            /** @description The message. */
            id: components["schemas"]["Id_msg"];
            media?: components["schemas"]["MediaKind"] | null;
            /** @description Where it stands. */
            status: components["schemas"]["MessageStatus"];
        };
        /**
         * @description Where a message stands.
         * @enum {string}
         */
        MessageStatus: "scheduled" | "queued" | "cancelled" | "unknown" | "sent" | "failed" | "delivered" | "read";
        /** @description What one sent in a span of time, counted. */
        MessageSummary: {
            /**
             * @description Spans of time that messages are counted in.
             * @enum {string}
             */
            bucket: "hour" | "day";
            /** @description The oldest first; what there is none of is left out. */
            data: components["schemas"]["StatusCount"][];
            /** Format: date-time */
            since: string;
            /** @description All of it together, by status; each status is there. */
            total: {
                [key: string]: number;
            };
            /** Format: date-time */
            until: string;
        };
        /** @description A wallet that differs from a replay of its transfers. */
        Mismatch: {
            /**
             * Format: int64
             * @description What it says.
             */
            balance: number;
            /**
             * Format: int64
             * @description What its transfers add up to.
             */
            replayed: number;
            transfer_id?: components["schemas"]["Id_txf"] | null;
            /** @description Whose it is. */
            user_id: components["schemas"]["Id_usr"];
            /**
             * Format: uuid
             * @description The wallet.
             */
            wallet_id?: string;
        };
        /** @example 250.75 */
        Money: string;
        /**
         * @description A key to be.
         * @example {
         *       "name": "nightly report",
         *       "scopes": [
         *         "read"
         *       ]
         *     }
         */
        NewApiKey: {
            /**
             * Format: date-time
             * @description Until when; for ever unless told otherwise.
             */
            expires_at?: string | null;
            /** @description What to call it. */
            name: string;
            /** @description What it may be used for; all that whoever makes it may, unless told otherwise. */
            scopes?: components["schemas"]["Scope"][] | null;
        };
        /**
         * @description What is told of a new business owner.
         * @example {
         *       "profile": {
         *         "business_name": "Corner Shop"
         *       }
         *     }
         */
        NewBusiness: {
            profile?: components["schemas"]["ProfileChange"] | null;
        };
        /**
         * @description A message to be.
         * @example {
         *       "body": "Hello",
         *       "client_id": "a-1"
         *     }
         */
        NewChatMessage: {
            /** @description Any text, at most 16 KB of UTF-8. */
            body: string;
            /** @description What the client calls it: the same one again answers with the first message. */
            client_id?: string | null;
        };
        /**
         * @description A conversation to be.
         * @example {
         *       "participants": [
         *         "bob"
         *       ]
         *     }
         * @example {
         *       "name": "Lunch",
         *       "participants": [
         *         "bob",
         *         "carol"
         *       ]
         *     }
         */
        NewConversation: {
            kind?: components["schemas"]["ConversationKind"] | null;
            /** @description The name of a group; kept in NFC, without control and format characters. */
            name?: string | null;
            /** @description Ids or names of the others; who asks is a member too. */
            participants?: string[];
        };
        /**
         * @description Money to be paid in.
         * @example {
         *       "amount": "100.50"
         *     }
         */
        NewDeposit: {
            /** @description How much, in the platform's currency. */
            amount: components["schemas"]["Amount"];
        };
        /**
         * @description Credits to be handed to a business owner, or taken back.
         * @example {
         *       "business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41",
         *       "credits": 500,
         *       "note": "March"
         *     }
         */
        NewDistribution: {
            /** @description A business owner of yours. */
            business_owner_id: components["schemas"]["Id_usr"];
            /**
             * Format: int64
             * @description How many.
             */
            credits: number;
            /** @description What for. */
            note?: string | null;
        };
        /**
         * @description Many distributions.
         * @example {
         *       "items": [
         *         {
         *           "business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41",
         *           "credits": 500
         *         }
         *       ],
         *       "note": "March"
         *     }
         */
        NewDistributions: {
            /** @description What for whom, 1,000 at the most. */
            items: components["schemas"]["NewDistribution"][];
            /** @description What for, where an item doesn't say. */
            note?: string | null;
        };
        /**
         * @description Somebody for a group.
         * @example {
         *       "user": "carol"
         *     }
         */
        NewMember: {
            /** @description The user's id or name. */
            user: string;
        };
        /**
         * @description A message to be sent.
         * @example {
         *       "body": "Hello",
         *       "channel": "whatsapp",
         *       "to": "+15550100001"
         *     }
         */
        NewMessage: {
            /**
             * @description A text, at most 4096 characters. Exactly one of `body`, `template` and `media` is needed.
             * @example Your parcel is on its way.
             */
            body?: string | null;
            /** @description How it shall travel. */
            channel: components["schemas"]["Channel"];
            media?: components["schemas"]["Media"] | null;
            /** @description Anything of yours, at most 4 KB of JSON; comes back with the message. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Not before this time; at most a year ahead.
             */
            send_at?: string | null;
            template?: components["schemas"]["UseTemplate"] | null;
            /**
             * @description A number in E.164; in-app a user's id or name.
             * @example +15550100001
             */
            to: string;
        };
        /**
         * @description New credits for a user.
         * @example {
         *       "credits": 100,
         *       "note": "A gift",
         *       "user": "alice"
         *     }
         */
        NewMint: {
            /**
             * Format: int64
             * @description How many.
             */
            credits: number;
            /** @description What for. */
            note?: string | null;
            /** @description The user's id or name. */
            user: string;
        };
        /** @description A business' own number to be. */
        NewNumber: {
            /** @description A token that may send from it. It is never shown again. */
            access_token: string;
            /**
             * @description The WhatsApp Business Account that the number belongs to. Where it is given, its webhooks must be subscribed.
             * @example 102290129340398
             */
            business_account_id?: string | null;
            /**
             * @description The number's id at WhatsApp, not the number itself.
             * @example 106540352242922
             */
            phone_number_id: string;
        };
        /**
         * @description Credits to be bought.
         * @example {
         *       "credits": 500
         *     }
         */
        NewRecharge: {
            /**
             * Format: int64
             * @description How many.
             */
            credits: number;
        };
        /**
         * @description What is subscribed to.
         * @example {
         *       "plan": "pro"
         *     }
         */
        NewSubscription: {
            /** @description Which plan. */
            plan: components["schemas"]["PaidPlan"];
        };
        /** @description A template to be. */
        NewTemplate: {
            /**
             * @description The text, at most 1024 characters, with places like `{{first_name}}`.
             * @example Hello {{first_name}}, your parcel {{parcel}} is on its way.
             */
            body: string;
            /**
             * Format: int32
             * @description How many of its buttons lead to an address that changes with each message.
             */
            buttons?: number;
            /** @description What it is for. */
            category?: components["schemas"]["TemplateCategory"];
            header?: components["schemas"]["TemplateHeader"] | null;
            /**
             * @description Its language, like `en` or `en_US`.
             * @example en_US
             */
            language: string;
            /**
             * @description Its name at the provider: small letters, digits and underscores.
             * @example delivery_note
             */
            name: string;
        };
        /**
         * @description A template to be granted.
         * @example {
         *       "name": "delivery_note",
         *       "user": "alice"
         *     }
         */
        NewTemplateGrant: {
            /** @description Only in this language; in all of them unless told otherwise. */
            language?: string | null;
            /** @description The template's name at the provider: small letters, digits and underscores. */
            name: string;
            /** @description The account, by id or name. */
            user: string;
        };
        /**
         * @description Money for another user.
         * @example {
         *       "amount": "100.50",
         *       "note": "Lunch",
         *       "receiver": "bob"
         *     }
         */
        NewTransfer: {
            /** @description How much. */
            amount: components["schemas"]["Amount"];
            /** @description What for. */
            note?: string | null;
            /** @description The receiver's id or name. */
            receiver: string;
        };
        /**
         * @description A user to be.
         * @example {
         *       "password": "correct horse battery",
         *       "username": "carol"
         *     }
         */
        NewUser: {
            /** @description E-mail address; unique. */
            email?: string | null;
            /** @description First name; kept in NFC, without control and format characters. */
            first_name?: string | null;
            /** @description Last name; kept in the same way. */
            last_name?: string | null;
            /** @description Mobile number in E.164; unique. */
            mobile?: string | null;
            /**
             * Format: password
             * @description At least 8 characters, all of which count; not a common one, and not like the user's other fields.
             */
            password: string;
            /** @description Letters, digits, `_`, `.` and `-`; unique, whatever the case. */
            username: string;
        };
        NewUserWithNewBusiness: components["schemas"]["NewUser"] & components["schemas"]["NewBusiness"];
        NewUserWithPlacement: components["schemas"]["NewUser"] & components["schemas"]["Placement"];
        /** @description A phone that wants no messages. */
        OptOut: {
            /** @description For whose messages. */
            applies_to: components["schemas"]["OptOutOf"];
            /** @description Over which channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: date-time
             * @description Since when.
             */
            created_at: string;
            /** @description What it does not want. */
            scope: components["schemas"]["OptOutScope"];
            /**
             * @description The phone's number.
             * @example +15550100001
             */
            to: string;
        };
        /**
         * @description Whose messages a phone does not want.
         * @enum {string}
         */
        OptOutOf: "account" | "shared_number";
        /**
         * @description What somebody does not want any more.
         * @enum {string}
         */
        OptOutScope: "all" | "marketing";
        /**
         * @description A one-time code that came to a phone.
         * @example {
         *       "code": "482913",
         *       "mobile": "+15550100001"
         *     }
         */
        OtpLogin: {
            /** @description Six digits. */
            code: string;
            /** @description Mobile number in E.164. */
            mobile: string;
            /** @description How the refresh token shall travel. */
            token_transport?: components["schemas"]["TokenTransport"];
        };
        /**
         * @description Where a one-time code shall go.
         * @example {
         *       "mobile": "+15550100001"
         *     }
         */
        OtpRequest: {
            /** @description Mobile number in E.164. */
            mobile: string;
        };
        /**
         * @description Changes of a user by itself. A field that is not there stays; an optional one that is null goes.
         * @example {
         *       "email": "carol@example.test",
         *       "first_name": "Carol"
         *     }
         */
        OwnChange: {
            /** @description E-mail address; unique. */
            email?: string | null;
            /** @description First name. */
            first_name?: string | null;
            /** @description Last name. */
            last_name?: string | null;
            /** @description Letters, digits, `_`, `.` and `-`; unique, whatever the case. */
            username?: string;
        };
        /** @description A business' own number. */
        OwnNumber: {
            /** @description The WhatsApp Business Account that it belongs to, where the owner named it. */
            business_account_id?: string | null;
            /**
             * Format: date-time
             * @description Since when.
             */
            created_at: string;
            /** @description The number itself, as WhatsApp shows it. */
            display_phone_number?: string | null;
            /** @description The number's id at WhatsApp. */
            phone_number_id: string;
            /**
             * Format: date-time
             * @description When id or token were last changed.
             */
            updated_at: string;
            /** @description Whether it may be used. */
            verification: components["schemas"]["Verification"];
            /** @description Why it was not confirmed: the code of the job's error. */
            verification_error?: string | null;
            /**
             * Format: date-time
             * @description When WhatsApp last confirmed it.
             */
            verified_at?: string | null;
            /** @description The name that WhatsApp verified. */
            verified_name?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_ApiKey: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description When it was made.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description Until when.
                 */
                expires_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_key"];
                /**
                 * Format: date-time
                 * @description When it was used last, to the minute.
                 */
                last_used_at?: string | null;
                /** @description What its owner calls it. */
                name: string;
                /**
                 * @description How it begins.
                 * @example swb_00c0ffee
                 */
                prefix: string;
                /** @description What it may be used for. */
                scopes: components["schemas"]["Scope"][];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_ChatMessage: {
            /** @description The rows. */
            data: {
                /** @description The text as it was given; empty once it was deleted. */
                body: string;
                /** @description What the client called it. */
                client_id?: string | null;
                /** @description Where it was said. */
                conversation_id: components["schemas"]["Id_conv"];
                /**
                 * Format: date-time
                 * @description When it was said.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it was taken back.
                 */
                deleted_at?: string | null;
                /**
                 * Format: date-time
                 * @description When it was last changed.
                 */
                edited_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_cmsg"];
                /** @description Who speaks. */
                role: components["schemas"]["ChatRole"];
                sender?: components["schemas"]["UserRef"] | null;
                /**
                 * Format: int64
                 * @description Its number in the conversation: 1, 2, 3, … without a gap.
                 */
                seq: number;
                /** @description What became of it. */
                status: components["schemas"]["ChatStatus"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Contact: {
            /** @description The rows. */
            data: {
                /** @description Over which channel it wrote. */
                channel: components["schemas"]["Channel"];
                /**
                 * Format: date-time
                 * @description When it last wrote, by its provider's clock.
                 */
                last_inbound_at: string;
                last_message?: components["schemas"]["MessagePreview"] | null;
                /**
                 * @description Its number, or WhatsApp's id of a user whose number is hidden.
                 * @example +15550100001
                 */
                to: string;
                /** @description Whether its newest message is not marked as read. */
                unread: boolean;
                /**
                 * Format: date-time
                 * @description Until when WhatsApp takes free texts to this phone, as far as we know; its own clock decides. Null where it takes
                 *     templates only.
                 */
                window_ends_at?: string | null;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Conversation: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description When it began.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_conv"];
                /** @description What it is. */
                kind: components["schemas"]["ConversationKind"];
                last_message?: components["schemas"]["ChatMessage"] | null;
                /**
                 * Format: int64
                 * @description The newest message's number; 0 where there is none.
                 */
                last_seq: number;
                /** @description Its name; null where it has none. */
                name?: string | null;
                owner_id?: components["schemas"]["Id_usr"] | null;
                /** @description Its members, in the order in which they came. */
                participants: components["schemas"]["Participant"][];
                /**
                 * Format: int64
                 * @description Messages of others that the caller has not read; those above 1000 are not counted.
                 */
                unread_count: number;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Day: {
            /** @description The rows. */
            data: {
                /**
                 * @description What the model's provider charges for them.
                 * @example 0.001250
                 */
                cost: string;
                /**
                 * Format: date
                 * @description The UTC day on which they were accepted.
                 */
                day: string;
                /**
                 * Format: int64
                 * @description Tokens that the model made.
                 */
                output_tokens: number;
                /**
                 * Format: int64
                 * @description Tokens that were sent to the model.
                 */
                prompt_tokens: number;
                /**
                 * Format: int32
                 * @description Questions that were accepted.
                 */
                requests: number;
                /**
                 * Format: int32
                 * @description Those that count: they were answered, or are under way.
                 */
                used: number;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Deposit: {
            /** @description The rows. */
            data: {
                /** @description How much. */
                amount: components["schemas"]["Money"];
                /** @description Where to pay; null until the job is done. */
                checkout_url?: string | null;
                /**
                 * Format: date-time
                 * @description When it was ordered.
                 */
                created_at: string;
                /**
                 * @description Of which currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_rch"];
                /** @description The job that makes the page. */
                job_id: components["schemas"]["Id_job"];
                /** @description What of the payment went back. */
                refunded: components["schemas"]["Money"];
                /** @description What should have been taken back for it, and was spent. */
                shortfall: components["schemas"]["Money"];
                /** @description How it stands. */
                status: components["schemas"]["RechargeStatus"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Distribution: {
            /** @description The rows. */
            data: {
                /** @description Who gets them, or gives them back. */
                business_owner_id: components["schemas"]["Id_usr"];
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                created_at: string;
                /**
                 * Format: int64
                 * @description How many; below zero: taken back.
                 * @example 500
                 */
                credits: number;
                error?: components["schemas"]["JobError"] | null;
                /**
                 * Format: date-time
                 * @description When it ended.
                 */
                finished_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_dst"];
                /** @description The job that does it. */
                job_id: components["schemas"]["Id_job"];
                /** @description What the reseller wrote to it. */
                note?: string | null;
                /** @description Whose credits they are, or become again. */
                reseller_id: components["schemas"]["Id_usr"];
                /** @description Where it stands. */
                status: components["schemas"]["DistributionStatus"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Entry: {
            /** @description The rows. */
            data: {
                /**
                 * @description What was done.
                 * @example user.suspended
                 */
                action: string;
                actor?: components["schemas"]["Who"] | null;
                /** @description The address that it came from. */
                address?: string | null;
                /** @description What is there now; of a change the fields that differ. */
                after?: unknown;
                api_key_id?: components["schemas"]["Id_key"] | null;
                /** @description What was there before; of a change the fields that differ. */
                before?: unknown;
                /**
                 * Format: date-time
                 * @description When.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_aud"];
                /** @description The request. */
                request_id?: string | null;
                session_id?: components["schemas"]["Id_ses"] | null;
                subject?: components["schemas"]["Who"] | null;
                /** @description The id of the thing. */
                target?: string | null;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Job: {
            /** @description The rows. */
            data: {
                /**
                 * Format: int32
                 * @description How often it was tried; the running attempt counts.
                 */
                attempt: number;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                created_at: string;
                error?: components["schemas"]["JobError"] | null;
                /**
                 * Format: date-time
                 * @description When it ended.
                 */
                finished_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_job"];
                /**
                 * @description What is done.
                 * @example whatsapp.deliver
                 */
                kind: string;
                /**
                 * Format: int32
                 * @description How often it is tried at the most.
                 */
                max_attempts: number;
                /**
                 * Format: int32
                 * @description Percent done, where the kind tells.
                 */
                progress?: number | null;
                /** @description What came of it. */
                result?: unknown;
                retried_from?: components["schemas"]["Id_job"] | null;
                /**
                 * Format: date-time
                 * @description Not run before this time.
                 */
                run_at: string;
                /**
                 * Format: date-time
                 * @description When it first ran.
                 */
                started_at?: string | null;
                /** @description Where it stands. */
                state: components["schemas"]["JobState"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Message: {
            /** @description The rows. */
            data: {
                /** @description The text; of a template as its recipient reads it, of a file its caption. */
                body: string;
                /** @description How it travels. */
                channel: components["schemas"]["Channel"];
                content?: components["schemas"]["Content"] | null;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it got to its recipient.
                 */
                delivered_at?: string | null;
                error?: components["schemas"]["JobError"] | null;
                /** @description The number that a message from outside came from. */
                from?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_msg"];
                job_id?: components["schemas"]["Id_job"] | null;
                /** @description What the sender attached; only the sender sees it. Of a message from outside: `type`, as the provider names it. */
                metadata: {
                    [key: string]: unknown;
                };
                /**
                 * Format: int64
                 * @description Credits that it cost; only its sender sees it.
                 */
                price?: number | null;
                provider_error?: components["schemas"]["ProviderError"] | null;
                /** @description The provider's own id. */
                provider_message_id?: string | null;
                /**
                 * Format: date-time
                 * @description When the recipient read it.
                 */
                read_at?: string | null;
                recipient?: components["schemas"]["UserRef"] | null;
                /** @description Of a message from outside: the provider's id of the message that it quotes, reacts to, edits or revokes. */
                reference_id?: string | null;
                retry_of?: components["schemas"]["Id_msg"] | null;
                /**
                 * Format: int32
                 * @description Parts that the channel bills.
                 */
                segments: number;
                /**
                 * Format: date-time
                 * @description Not sent before this time.
                 */
                send_at?: string | null;
                sender?: components["schemas"]["UserRef"] | null;
                /**
                 * Format: date-time
                 * @description When the provider took it.
                 */
                sent_at?: string | null;
                /** @description Where it stands. */
                status: components["schemas"]["MessageStatus"];
                /** @description Where to, as the sender wrote it. Of a message from outside: the number that it came to, as its provider has it. */
                to: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_OptOut: {
            /** @description The rows. */
            data: {
                /** @description For whose messages. */
                applies_to: components["schemas"]["OptOutOf"];
                /** @description Over which channel. */
                channel: components["schemas"]["Channel"];
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                created_at: string;
                /** @description What it does not want. */
                scope: components["schemas"]["OptOutScope"];
                /**
                 * @description The phone's number.
                 * @example +15550100001
                 */
                to: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Recharge: {
            /** @description The rows. */
            data: {
                /** @description What they cost. */
                amount: components["schemas"]["Money"];
                /** @description Where to pay; null until the job is done. */
                checkout_url?: string | null;
                /**
                 * Format: date-time
                 * @description When it was ordered.
                 */
                created_at: string;
                /**
                 * Format: int64
                 * @description How many.
                 * @example 500
                 */
                credits: number;
                /**
                 * @description Of which currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_rch"];
                /** @description The job that makes the page. */
                job_id: components["schemas"]["Id_job"];
                /** @description What of the payment went back. */
                refunded: components["schemas"]["Money"];
                /**
                 * Format: int64
                 * @description Credits that should have been taken back for it, and were spent.
                 */
                shortfall: number;
                /** @description How it stands. */
                status: components["schemas"]["RechargeStatus"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Session: {
            /** @description The rows. */
            data: {
                /** @description The address that it was opened from. */
                address?: string | null;
                /**
                 * Format: date-time
                 * @description When it began.
                 */
                created_at: string;
                /** @description Whether this request belongs to it. */
                current: boolean;
                /**
                 * Format: date-time
                 * @description When it ends by itself.
                 */
                expires_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_ses"];
                /**
                 * Format: date-time
                 * @description When tokens were last issued: at its login or a refresh.
                 */
                last_used_at: string;
                /** @description What the client said of itself at the login. */
                user_agent?: string | null;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Template: {
            /** @description The rows. */
            data: {
                /** @description The text, with places like `{{first_name}}`. */
                body: string;
                /**
                 * Format: int32
                 * @description How many of its buttons lead to an address that changes with each message.
                 */
                buttons: number;
                /** @description What it is for. */
                category: components["schemas"]["TemplateCategory"];
                /**
                 * Format: date-time
                 * @description When it was made.
                 */
                created_at: string;
                header?: components["schemas"]["TemplateHeader"] | null;
                /** @description Its id. */
                id: components["schemas"]["Id_tpl"];
                /** @description Its language. */
                language: string;
                /** @description Its name, here and at the provider. */
                name: string;
                /** @description The names of its places, in the provider's order. */
                parameters: string[];
                /**
                 * Format: date-time
                 * @description When it was last changed.
                 */
                updated_at: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_TemplateGrant: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description Since when.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_tgr"];
                /** @description In which language; null: in all. */
                language?: string | null;
                /**
                 * @description The template's name at the provider.
                 * @example delivery_note
                 */
                name: string;
                /** @description The account. */
                user: components["schemas"]["UserRef"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Transaction: {
            /** @description The rows. */
            data: {
                /**
                 * Format: int64
                 * @description What came in or, below zero, went out.
                 * @example -1
                 */
                amount: number;
                /** Format: int64 */
                balance_after: number;
                /** @description The other side: a user's name, or `issuer` or `revenue` for the platform. */
                counterparty: string;
                /** @description The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform. */
                counterparty_account: components["schemas"]["Counterparty"];
                /** Format: date-time */
                created_at: string;
                id: components["schemas"]["Id_txf"];
                job_id?: components["schemas"]["Id_job"] | null;
                kind: components["schemas"]["TransferKind"];
                note?: string | null;
                /** @description The id of what it was for: a message, a charge, a user. */
                reference: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Transfer: {
            /** @description The rows. */
            data: {
                /** @description How much. */
                amount: components["schemas"]["Money"];
                /**
                 * Format: date-time
                 * @description When.
                 */
                created_at: string;
                /**
                 * @description Of which currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_txf"];
                /** @description What the sender wrote to it. */
                note?: string | null;
                /** @description Who got. */
                receiver: components["schemas"]["UserRef"];
                /** @description Who gave. */
                sender: components["schemas"]["UserRef"];
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_User: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description Since when it exists.
                 */
                created_at: string;
                /** @description E-mail address; unique. */
                email?: string | null;
                /** @description First name. */
                first_name?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_usr"];
                /** @description Last name. */
                last_name?: string | null;
                /** @description Mobile number in E.164; unique. */
                mobile?: string | null;
                parent_id?: components["schemas"]["Id_usr"] | null;
                /** @description What it may do. */
                role: components["schemas"]["Role"];
                /** @description Whether it may do anything at all. */
                status: components["schemas"]["UserStatus"];
                /** @description Unique, whatever the case. */
                username: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_WalletTransaction: {
            /** @description The rows. */
            data: {
                /** @description What came in or, below zero, went out. */
                amount: components["schemas"]["Money"];
                balance_after: components["schemas"]["Money"];
                /** @description The other side: a user's name, or `external` for where money comes from. */
                counterparty: string;
                /** @description The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform. */
                counterparty_account: components["schemas"]["Counterparty"];
                /** Format: date-time */
                created_at: string;
                id: components["schemas"]["Id_txf"];
                job_id?: components["schemas"]["Id_job"] | null;
                kind: components["schemas"]["TransferKind"];
                note?: string | null;
                /** @description The id of what it was for. */
                reference: string;
            }[];
            /**
             * @description Asks for the next page; null after the last. Where few rows match the filters, a page may have fewer than `limit`,
             *     even none, and still have a cursor: at most 10,000 rows are looked at for a page, and the next one goes on from there.
             */
            next_cursor?: string | null;
        };
        /**
         * @description Where a page was read.
         * @enum {string}
         */
        PageSource: "redis" | "postgres";
        /**
         * @description A plan that is paid for.
         * @enum {string}
         */
        PaidPlan: "pro";
        /** @description Somebody who belongs to a conversation. */
        Participant: {
            /** @description First name. */
            first_name?: string | null;
            /** @description The user's id. */
            id: components["schemas"]["Id_usr"];
            /** @description Last name. */
            last_name?: string | null;
            /**
             * Format: int64
             * @description The last message that it has read; 0 where it has read none.
             */
            last_read_seq: number;
            /**
             * Format: date-time
             * @description When it last listened, as far as that is known.
             */
            last_seen?: string | null;
            /** @description Whether it listens right now. */
            online: boolean;
            /** @description Its name. */
            username: string;
        };
        /**
         * @description A new password in place of the one that is known.
         * @example {
         *       "current_password": "switchboard-demo-1",
         *       "new_password": "correct horse battery"
         *     }
         */
        PasswordChange: {
            /**
             * Format: password
             * @description The password so far.
             */
            current_password: string;
            /**
             * Format: password
             * @description By the rules of sign-up.
             */
            new_password: string;
        };
        /**
         * @description A new password in place of one that was forgotten.
         * @example {
         *       "code": "482913",
         *       "mobile": "+15550100001",
         *       "new_password": "correct horse battery"
         *     }
         */
        PasswordReset: {
            /** @description Six digits. */
            code: string;
            /** @description Mobile number in E.164. */
            mobile: string;
            /**
             * Format: password
             * @description By the rules of sign-up.
             */
            new_password: string;
        };
        /** @description Payments that are taken. */
        PaymentOffer: {
            /** @description The most that can be paid at once, in `currency`. */
            maximum: components["schemas"]["Money"];
            /** @description The least that can be paid at once, in `currency`. */
            minimum: components["schemas"]["Money"];
            /** @description Whether one can subscribe to a plan. */
            subscriptions: boolean;
        };
        /**
         * @description What a user is: its role and, of a business owner, its reseller.
         * @example {
         *       "role": "reseller"
         *     }
         */
        Placement: {
            parent_id?: components["schemas"]["Id_usr"] | null;
            /** @description What it may do. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description What a user may have.
         * @enum {string}
         */
        Plan: "basic" | "pro";
        /** @description What an installation is and offers. It changes only when it is configured anew. */
        Platform: {
            assistant?: components["schemas"]["AssistantOffer"] | null;
            /** @description Channels by name; one that is absent is not configured. */
            channels: {
                [key: string]: components["schemas"]["ChannelOffer"];
            };
            /** @description What a credit costs, in `currency`. */
            credit_price: components["schemas"]["Money"];
            /**
             * @description The currency of wallets and prices, ISO 4217.
             * @example USD
             */
            currency: string;
            limits: components["schemas"]["PlatformLimits"];
            links: components["schemas"]["PlatformLinks"];
            /**
             * @description What it calls itself.
             * @example Switchboard
             */
            name: string;
            /** @description Whether one-time codes can be sent: for logins by number and forgotten passwords. */
            one_time_codes: boolean;
            payments?: components["schemas"]["PaymentOffer"] | null;
            signup: components["schemas"]["Signup"];
            /** @description Its version. */
            version: string;
        };
        /** @description The largest of what is accepted. */
        PlatformLimits: {
            /** @description Bytes of a request's body. */
            body_bytes: number;
            /** @description Characters of a file's caption. */
            caption_characters: number;
            /** @description Bytes of a chat message. */
            chat_message_bytes: number;
            /** @description Characters of a message. */
            message_characters: number;
            /** @description The most bytes of a password. */
            password_max_bytes: number;
            /** @description The fewest characters of a password. */
            password_min_characters: number;
            /**
             * Format: int64
             * @description Credits of a recharge.
             */
            recharge_credits: number;
            /**
             * Format: int64
             * @description Days that a message may be scheduled ahead.
             */
            schedule_ahead_days: number;
            /** @description The most that one transfer may move, in `currency`. */
            transfer: components["schemas"]["Money"];
            /** @description The most that a user may send to others on a UTC day, in `currency`. */
            transfer_daily: components["schemas"]["Money"];
        };
        /** @description Where to go on, as paths of this origin. */
        PlatformLinks: {
            /** @description The document as a page to try requests on. */
            explorer: string;
            /** @description The OpenAPI document. */
            openapi: string;
            /** @description The document as a page to read. */
            reference: string;
        };
        /** @description A JSON object of at most 4096 bytes, with members that the client chooses. */
        Preferences: {
            [key: string]: unknown;
        };
        /** @description An error, as a client sees it. Branch on `code`, never on the text. */
        Problem: {
            /**
             * @description What happened, for programs; stable.
             * @example insufficient_credits
             */
            code: string;
            /** @description What happened, for people. */
            detail: string;
            /** @description What is wrong with which field. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int64
             * @description With `quota_exceeded`: how many there may be.
             */
            limit?: number | null;
            quota?: components["schemas"]["Quota"] | null;
            /** @description The request, for those who ask us about it. */
            request_id?: string | null;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The HTTP status in words. */
            title: string;
            /**
             * @description Names the kind of error.
             * @example urn:switchboard:error:insufficient_credits
             */
            type: string;
        };
        /** @description What a user tells of its business. */
        Profile: {
            address?: components["schemas"]["BTreeMap"] | null;
            bank?: components["schemas"]["BTreeMap"] | null;
            /** @description Its name. */
            business_name?: string | null;
            /** @description What a console keeps for it. */
            settings: {
                [key: string]: unknown;
            };
            whatsapp_mode?: components["schemas"]["WhatsappMode"] | null;
        };
        /**
         * @description What changes of a profile. What is absent stays; null removes; an object replaces the one before.
         * @example {
         *       "address": {
         *         "city": "Sampletown",
         *         "country": "IN",
         *         "line1": "1 Example Street"
         *       },
         *       "bank": {
         *         "account_holder": "Corner Shop",
         *         "account_number": "000000001234",
         *         "ifsc": "TEST0000001"
         *       },
         *       "business_name": "Corner Shop",
         *       "whatsapp_mode": "official"
         *     }
         */
        ProfileChange: {
            address?: components["schemas"]["BTreeMap"] | null;
            bank?: components["schemas"]["BTreeMap"] | null;
            /** @description Its name. */
            business_name?: string | null;
            /** @description What a console keeps for it; at most 4096 bytes. */
            settings?: {
                [key: string]: unknown;
            } | null;
            whatsapp_mode?: components["schemas"]["WhatsappMode"] | null;
        };
        /** @description Whether the ledger adds up. */
        Proof: {
            /** @description What was found for each asset. */
            assets: components["schemas"]["AssetProof"][];
            /** @description The hash chain behind the ledger. */
            chain?: components["schemas"]["Chain"];
            /**
             * Format: date-time
             * @description When.
             */
            checked_at: string;
            /** @description The first of them. */
            distributions?: components["schemas"]["Id_dst"][];
            /**
             * @description Whether all was replayed from the beginning, and the chain was checked; otherwise each wallet was since its
             *     newest checkpoint.
             */
            full?: boolean;
            /** @description All of the below is as it must be. */
            holds: boolean;
            /**
             * Format: int64
             * @description Charges without a message, or whose message ended undelivered without a refund.
             */
            orphan_charges: number;
            /** @description The first of them. */
            orphans?: components["schemas"]["Id_txf"][];
            /** @description The first of them. */
            recharges?: components["schemas"]["Id_rch"][];
            /** @description The first of them. */
            refunds?: components["schemas"]["Id_txf"][];
            /**
             * Format: int64
             * @description Transfers of wallets that are not there. Looked for by a full proof only.
             */
            stray_transfers?: number;
            /** @description The first of them. */
            strays?: components["schemas"]["Id_txf"][];
            /**
             * Format: int64
             * @description Distributions of credits that say something else than the ledger.
             */
            wrong_distributions?: number;
            /**
             * Format: int64
             * @description Recharges and deposits that say something else than the ledger.
             */
            wrong_recharges?: number;
            /**
             * Format: int64
             * @description Refunds that give back no charge, or not what it took, or not once.
             */
            wrong_refunds?: number;
        };
        /** @description A provider's own error. */
        ProviderError: {
            /**
             * Format: int64
             * @description Its code.
             * @example 131026
             */
            code: number;
            /** @description What it says besides. */
            details?: string | null;
            /** @description Its text. */
            message?: string | null;
            /** @description Its name for the request, for questions to its support. */
            request_id?: string | null;
        };
        /** @description A question that was taken, and the job that answers it. */
        Question: {
            job?: components["schemas"]["Job"] | null;
            /** @description The question. */
            message: components["schemas"]["ChatMessage"];
        };
        /** @description All queues, and all lanes of which something is known. */
        Queues: {
            data: components["schemas"]["QueueStatus"][];
            /** @description How fast accounts with providers may be called, and until when not; null while Redis is away. */
            lanes?: components["schemas"]["LaneState"][] | null;
        };
        /** @description How a queue stands. */
        QueueStatus: {
            /**
             * Format: int64
             * @description Jobs that failed for good in the last hour, counted up to 50,000 of all queues.
             */
            failed_last_hour: number;
            /**
             * Format: int64
             * @description Jobs whose ids wait in Redis; null while Redis is away.
             */
            in_redis?: number | null;
            /**
             * Format: double
             * @description For how long the job that is due the longest has been so; null where nothing is due.
             */
            oldest_due_seconds?: number | null;
            /**
             * @description Its name.
             * @example whatsapp
             */
            queue: string;
            /**
             * Format: double
             * @description Jobs that ended in the last five minutes, by the minute.
             */
            rate_per_minute: number;
            /**
             * Format: int64
             * @description Jobs whose last attempt failed and that wait for the next one.
             */
            retrying: number;
            /**
             * Format: int64
             * @description Jobs that workers have.
             */
            running: number;
            /**
             * Format: int64
             * @description Jobs that are to be run later and were not tried yet.
             */
            scheduled: number;
            /**
             * Format: int64
             * @description Jobs that are due and were not tried yet; those that wait are counted up to 100,000.
             */
            waiting: number;
        };
        /**
         * @description Something that is bounded for each account.
         * @enum {string}
         */
        Quota: "sockets" | "streams" | "api_keys" | "templates" | "sessions" | "owned_conversations" | "memberships" | "scheduled_messages" | "open_recharges" | "groups_per_hour" | "members_per_hour" | "refreshes_per_hour";
        /**
         * @description How a quota is counted.
         * @enum {string}
         */
        QuotaKind: "stock" | "open" | "rate";
        /** @description All quotas of an account. */
        Quotas: {
            data: components["schemas"]["QuotaState"][];
        };
        /** @description What one account may have of something. */
        QuotaState: {
            /** @description How it is counted. */
            kind: components["schemas"]["QuotaKind"];
            /**
             * Format: int64
             * @description How many there may be.
             */
            limit: number;
            /** @description What is bounded. */
            name: components["schemas"]["Quota"];
            /**
             * @description What is counted.
             * @example API keys
             */
            unit: string;
            /**
             * Format: int64
             * @description How many there are; not told of rates, and of what is open while that is not known.
             */
            used?: number | null;
            /**
             * Format: int32
             * @description Of a rate: the seconds over which it is counted.
             */
            window_seconds?: number | null;
        };
        /** @description How far one has read. */
        ReadUntil: {
            /**
             * Format: int64
             * @description The last message that was read.
             */
            seq: number;
        };
        /** @description Credits that are bought. */
        Recharge: {
            /** @description What they cost. */
            amount: components["schemas"]["Money"];
            /** @description Where to pay; null until the job is done. */
            checkout_url?: string | null;
            /**
             * Format: date-time
             * @description When it was ordered.
             */
            created_at: string;
            /**
             * Format: int64
             * @description How many.
             * @example 500
             */
            credits: number;
            /**
             * @description Of which currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_rch"];
            /** @description The job that makes the page. */
            job_id: components["schemas"]["Id_job"];
            /** @description What of the payment went back. */
            refunded: components["schemas"]["Money"];
            /**
             * Format: int64
             * @description Credits that should have been taken back for it, and were spent.
             */
            shortfall: number;
            /** @description How it stands. */
            status: components["schemas"]["RechargeStatus"];
        };
        /**
         * @description How a recharge or deposit stands.
         * @enum {string}
         */
        RechargeStatus: "pending" | "paid" | "failed" | "expired" | "refunded";
        /** @description A refresh token, or none where it is in the cookie. */
        Refresh: {
            /** @description The newest that was given for this login. Without one the cookie's counts. */
            refresh_token?: string | null;
            /** @description How the next one shall travel. One that came in the cookie stays there. */
            token_transport?: components["schemas"]["TokenTransport"];
        };
        /** @description Why it would not be accepted. */
        Refused: {
            /**
             * @description Stable, for programs.
             * @example insufficient_credits
             */
            code: string;
            /** @description What is wrong with which field. */
            errors: components["schemas"]["FieldError"][];
            /** @description A sentence, for people. */
            message: string;
        };
        /**
         * @description Another name for a group.
         * @example {
         *       "name": "Dinner"
         *     }
         */
        Rename: {
            /** @description The name; kept in NFC, without control and format characters. */
            name: string;
        };
        /**
         * @description How a reseller's credits stand. Sums are gross, from the first transfer on:
         *     `balance` = `received` − `distributed` + `reclaimed` − `spent` + `refunded`.
         */
        ResellerStats: {
            /**
             * Format: int64
             * @description What it has.
             */
            balance: number;
            /**
             * Format: int64
             * @description How many business owners it has.
             */
            business_owners: number;
            /** @description Those of them who got most, 1000 at the most. */
            by_business_owner: components["schemas"]["Share"][];
            /**
             * Format: int64
             * @description What it handed to its business owners.
             */
            distributed: number;
            /**
             * Format: int64
             * @description What it got from others and bought, less what of that was taken back because its payment went back.
             */
            received: number;
            /**
             * Format: int64
             * @description What it took back of that.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description What it was given back of that.
             */
            refunded: number;
            /**
             * Format: int64
             * @description What its own messages cost.
             */
            spent: number;
        };
        /**
         * @description What a user may do.
         * @enum {string}
         */
        Role: "admin" | "reseller" | "business_owner" | "user";
        /** @description A message, and how it came about where the assistant said it. */
        Said: components["schemas"]["ChatMessage"] & {
            completion?: components["schemas"]["CompletionInfo"] | null;
        };
        /**
         * @description What a key may be used for.
         * @enum {string}
         */
        Scope: "read" | "send" | "billing" | "admin";
        /** @description What an account may send. */
        Sending: {
            /** @description Whether it may send outside the platform now. */
            external: boolean;
            /**
             * Format: int32
             * @description External messages a UTC day, where an admin set it; null: what the platform allows everybody.
             */
            external_daily_limit?: number | null;
            external_granted_by?: components["schemas"]["Authority"] | null;
            /**
             * Format: date-time
             * @description When its phone number was verified by a one-time code.
             */
            mobile_verified_at?: string | null;
            /**
             * Format: date-time
             * @description Since when its sends are stopped; null where they aren't.
             */
            stopped_at?: string | null;
            stopped_by?: components["schemas"]["Authority"] | null;
            /** @description Why. */
            stopped_reason?: string | null;
        };
        /** @description A session, as its user sees it. */
        Session: {
            /** @description The address that it was opened from. */
            address?: string | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            created_at: string;
            /** @description Whether this request belongs to it. */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends by itself.
             */
            expires_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_ses"];
            /**
             * Format: date-time
             * @description When tokens were last issued: at its login or a refresh.
             */
            last_used_at: string;
            /** @description What the client said of itself at the login. */
            user_agent?: string | null;
        };
        /** @description A business owner's part of what a reseller handed out. */
        Share: {
            /**
             * Format: int64
             * @description What it has.
             */
            balance: number;
            /** @description Who. */
            business_owner: components["schemas"]["UserRef"];
            /**
             * Format: int64
             * @description What the reseller handed to it.
             */
            distributed: number;
            /**
             * Format: int64
             * @description What the reseller took back of that.
             */
            reclaimed: number;
        };
        /** @description How one becomes a user. */
        Signup: {
            /**
             * Format: int64
             * @description Credits that a new user gets.
             */
            credits: number;
            /** @description Whether anybody may sign up. */
            open: boolean;
            /** @description Whether these are promotional: they pay for in-app messages only. */
            promotional: boolean;
        };
        /**
         * @description `degraded`: work is accepted and waits, because Redis is unreachable or refuses writes; nothing is lost. `unhealthy`:
         *     Postgres is unreachable or read-only.
         * @enum {string}
         */
        Status: "healthy" | "degraded" | "unhealthy";
        /** @description How many messages of one channel, accepted in one span of time, have a status. */
        StatusCount: {
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: int64
             * @description How many.
             */
            messages: number;
            /**
             * Format: date-time
             * @description When the span begins.
             */
            since: string;
            /** @description The status that they have now. */
            status: components["schemas"]["MessageStatus"];
        };
        /** @description A user's subscription, for people. */
        Subscription: {
            /** @description Whether it ends then. */
            cancel_at_period_end: boolean;
            /**
             * Format: date-time
             * @description When it is to be paid again, or ends.
             */
            current_period_end?: string | null;
            /** @description What one has. */
            plan: components["schemas"]["Plan"];
            status?: components["schemas"]["SubscriptionStatus"] | null;
        };
        /**
         * @description How a subscription stands, in Stripe's words.
         * @enum {string}
         */
        SubscriptionStatus: "trialing" | "active" | "past_due" | "unpaid" | "paused" | "incomplete" | "incomplete_expired" | "canceled";
        /** @description How a reseller's distributions stand, or everybody's. */
        Summary: {
            /**
             * Format: int64
             * @description What the resellers have.
             */
            balance: number;
            /**
             * Format: int64
             * @description Their business owners.
             */
            business_owners: number;
            /**
             * Format: int64
             * @description Distributions that were withdrawn.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description What they handed out; gross.
             */
            distributed: number;
            /**
             * Format: int64
             * @description Distributions that failed.
             */
            failed: number;
            /**
             * Format: int64
             * @description Distributions whose job has not ended.
             */
            pending: number;
            /**
             * Format: int64
             * @description What they got from others and bought, less what was taken back because its payment went back.
             */
            received: number;
            /**
             * Format: int64
             * @description What they took back; gross.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description Resellers that it is about.
             */
            resellers: number;
            /**
             * Format: int64
             * @description Distributions that were made, also those that take back.
             */
            succeeded: number;
        };
        /** @description A template. */
        Template: {
            /** @description The text, with places like `{{first_name}}`. */
            body: string;
            /**
             * Format: int32
             * @description How many of its buttons lead to an address that changes with each message.
             */
            buttons: number;
            /** @description What it is for. */
            category: components["schemas"]["TemplateCategory"];
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            header?: components["schemas"]["TemplateHeader"] | null;
            /** @description Its id. */
            id: components["schemas"]["Id_tpl"];
            /** @description Its language. */
            language: string;
            /** @description Its name, here and at the provider. */
            name: string;
            /** @description The names of its places, in the provider's order. */
            parameters: string[];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        /**
         * @description What a template is for. Providers treat, and bill, them differently.
         * @enum {string}
         */
        TemplateCategory: "utility" | "marketing" | "authentication";
        /** @description A template of the shared number that an account may send. */
        TemplateGrant: {
            /**
             * Format: date-time
             * @description Since when.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_tgr"];
            /** @description In which language; null: in all. */
            language?: string | null;
            /**
             * @description The template's name at the provider.
             * @example delivery_note
             */
            name: string;
            /** @description The account. */
            user: components["schemas"]["UserRef"];
        };
        /**
         * @description What stands above a template's body.
         * @enum {string}
         */
        TemplateHeader: "text" | "image" | "video" | "document";
        /** @description What opens a socket once. */
        Ticket: {
            /**
             * Format: int32
             * @description Seconds.
             */
            expires_in: number;
            /** @description Pass it as `?ticket=`. */
            ticket: string;
        };
        /**
         * @description How much of the assistant somebody has.
         * @enum {string}
         */
        Tier: "basic" | "pro";
        /** @description What an answer took. */
        Tokens: {
            /**
             * Format: int64
             * @description Made by the model, its thoughts included.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Sent to the model.
             */
            prompt_tokens: number;
            /**
             * Format: int64
             * @description Both.
             */
            total_tokens: number;
        };
        /**
         * @description How a refresh token travels.
         * @enum {string}
         */
        TokenTransport: "body" | "cookie";
        /** @description Sums of a report. */
        Total: {
            /** Format: int64 */
            credits: number;
            /** Format: int64 */
            messages: number;
            /** Format: int64 */
            refunded: number;
        };
        /** @description A row of one's statement. */
        Transaction: {
            /**
             * Format: int64
             * @description What came in or, below zero, went out.
             * @example -1
             */
            amount: number;
            /** Format: int64 */
            balance_after: number;
            /** @description The other side: a user's name, or `issuer` or `revenue` for the platform. */
            counterparty: string;
            /** @description The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform. */
            counterparty_account: components["schemas"]["Counterparty"];
            /** Format: date-time */
            created_at: string;
            id: components["schemas"]["Id_txf"];
            job_id?: components["schemas"]["Id_job"] | null;
            kind: components["schemas"]["TransferKind"];
            note?: string | null;
            /** @description The id of what it was for: a message, a charge, a user. */
            reference: string;
        };
        /** @description Money that went from one user to another. */
        Transfer: {
            /** @description How much. */
            amount: components["schemas"]["Money"];
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /**
             * @description Of which currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_txf"];
            /** @description What the sender wrote to it. */
            note?: string | null;
            /** @description Who got. */
            receiver: components["schemas"]["UserRef"];
            /** @description Who gave. */
            sender: components["schemas"]["UserRef"];
        };
        /**
         * @description What a transfer is for. With its reference it is unique: it happens once.
         * @enum {string}
         */
        TransferKind: "grant" | "mint" | "charge" | "refund" | "distribution" | "reclaim" | "transfer" | "funding" | "recharge" | "deposit" | "reversal" | "restoration" | "conversion";
        /**
         * @description One thing that is wrong.
         * @enum {string}
         */
        Trouble: "database_unreachable" | "database_read_only" | "redis_unreachable" | "redis_refuses_writes" | "sessions_unknown";
        /** @description What is left of a user's day. */
        Usage: {
            /**
             * Format: int32
             * @description Completions a UTC day; null: as many as are fair.
             */
            limit?: number | null;
            /**
             * Format: int32
             * @description Those that are left today; null where there is no limit.
             */
            remaining?: number | null;
            /**
             * Format: date-time
             * @description When the next day begins.
             */
            resets_at: string;
            /** @description Its tier. */
            tier: components["schemas"]["Tier"];
            /**
             * Format: int32
             * @description Those of today that were not given back.
             */
            used: number;
        };
        /** @description What messages cost, by day and channel. */
        UsageReport: {
            /** @description The newest day first; days and channels without messages are left out. */
            data: components["schemas"]["CreditUsage"][];
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /** @description All of it together. */
            total: components["schemas"]["Total"];
        };
        /** @description A user. */
        User: {
            /**
             * Format: date-time
             * @description Since when it exists.
             */
            created_at: string;
            /** @description E-mail address; unique. */
            email?: string | null;
            /** @description First name. */
            first_name?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_usr"];
            /** @description Last name. */
            last_name?: string | null;
            /** @description Mobile number in E.164; unique. */
            mobile?: string | null;
            parent_id?: components["schemas"]["Id_usr"] | null;
            /** @description What it may do. */
            role: components["schemas"]["Role"];
            /** @description Whether it may do anything at all. */
            status: components["schemas"]["UserStatus"];
            /** @description Unique, whatever the case. */
            username: string;
        };
        /**
         * @description What an admin changes of a user. What is absent stays; null removes.
         * @example {
         *       "status": "suspended"
         *     }
         */
        UserChange: {
            /**
             * Format: int32
             * @description Completions a day, whatever its tier; null: what the tier allows. The caller of [`change_user`] sees to it.
             */
            completion_limit?: number | null;
            /** @description E-mail address. */
            email?: string | null;
            /**
             * Format: int32
             * @description External messages a UTC day; null: what the platform allows everybody.
             */
            external_daily_limit?: number | null;
            /** @description Whether it may send outside the platform, whether or not its phone number is verified. */
            external_sending?: boolean | null;
            /** @description First name. */
            first_name?: string | null;
            /** @description Last name. */
            last_name?: string | null;
            /** @description Mobile number in E.164. */
            mobile?: string | null;
            parent_id?: components["schemas"]["Id_usr"] | null;
            /**
             * @description What it may have or do in place of its role's defaults, by the names of `GET /v1/quotas`; null: the default. The
             *     caller of [`change_user`] sees to it.
             */
            quotas?: {
                [key: string]: number | null;
            } | null;
            /** @description Why its sends are stopped; the account sees it. At most 500 characters. */
            reason?: string | null;
            role?: components["schemas"]["Role"] | null;
            /** @description Refuses its sends, and holds those that wait; or ends that. */
            sending_stopped?: boolean | null;
            status?: components["schemas"]["UserStatus"] | null;
        };
        /** @description A user, with what it tells of its business. */
        UserDetails: components["schemas"]["User"] & {
            /**
             * Format: int32
             * @description Completions a day, where an admin set them.
             */
            completion_limit?: number | null;
            profile?: components["schemas"]["Profile"] | null;
            /** @description What an admin allowed in place of the role's quotas. */
            quotas?: {
                [key: string]: number;
            };
            /** @description What it may send. */
            sending: components["schemas"]["Sending"];
        };
        /** @description A user in short, where something else is shown. */
        UserRef: {
            /** @description Its id. */
            id: components["schemas"]["Id_usr"];
            /** @description Its name. */
            username: string;
        };
        /**
         * @description Whether a user may do anything at all.
         * @enum {string}
         */
        UserStatus: "active" | "suspended";
        /** @description A template to be sent, and what stands in its places. */
        UseTemplate: {
            /** @description What is appended to the addresses of its buttons, in their order. */
            button_parameters?: string[];
            header_media?: components["schemas"]["Media"] | null;
            /** @description The text of its header, where that is one with a parameter. */
            header_text?: string | null;
            /**
             * @description Its language; needed where there is one in several.
             * @example en_US
             */
            language?: string | null;
            /**
             * @description The template's name.
             * @example delivery_note
             */
            name: string;
            /** @description A text for each of its parameters, by name; at most 1024 characters each. */
            parameters?: {
                [key: string]: string;
            };
        };
        /**
         * @description Whether WhatsApp has confirmed that a number belongs to its owner's token.
         * @enum {string}
         */
        Verification: "pending" | "verified" | "failed";
        /** @description What one has. */
        Wallet: {
            /**
             * @description What of that may be sent to others: without money from fresh deposits, and nothing
             *     while `transfers_blocked` holds.
             */
            available: components["schemas"]["Money"];
            balance: components["schemas"]["Money"];
            /** @example USD */
            currency: string;
        };
        /** @description A row of a wallet's statement. */
        WalletTransaction: {
            /** @description What came in or, below zero, went out. */
            amount: components["schemas"]["Money"];
            balance_after: components["schemas"]["Money"];
            /** @description The other side: a user's name, or `external` for where money comes from. */
            counterparty: string;
            /** @description The other side, with what it is: `counterparty` alone does not tell a user from an account of the platform. */
            counterparty_account: components["schemas"]["Counterparty"];
            /** Format: date-time */
            created_at: string;
            id: components["schemas"]["Id_txf"];
            job_id?: components["schemas"]["Id_job"] | null;
            kind: components["schemas"]["TransferKind"];
            note?: string | null;
            /** @description The id of what it was for. */
            reference: string;
        };
        /**
         * @description What one wants to be told of.
         * @example {
         *       "low_balance_threshold": 20
         *     }
         */
        Watch: {
            /**
             * Format: int64
             * @description Tell when the balance falls below this; null: don't.
             */
            low_balance_threshold?: number | null;
        };
        /** @description How one's WhatsApp messages go out. */
        WhatsappChannel: {
            /** @description Why they do not. */
            code?: string | null;
            /**
             * Format: double
             * @description Messages a second, where the number's limit was met.
             */
            messages_per_second?: number | null;
            number?: components["schemas"]["OwnNumber"] | null;
            /**
             * @description Whether they go out now: `active`, `paused` (until `until`), `stopped` (somebody has to mend something), `pending`
             *     (WhatsApp has not confirmed the number yet) or `failed` (it did not confirm it).
             * @example active
             */
            status: string;
            /**
             * Format: date-time
             * @description Until when they do not, or when the next one tries.
             */
            until?: string | null;
        };
        /**
         * @description Whether WhatsApp messages go through WhatsApp's own interface.
         * @enum {string}
         */
        WhatsappMode: "official" | "unofficial";
        /** @description A user whom an entry names. */
        Who: {
            /** @description Its id. */
            id: components["schemas"]["Id_usr"];
            /** @description Its name now; null where there is no such user any more. */
            username?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ops_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `healthy` or `degraded` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unhealthy` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ops_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ops_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Yes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not now: Postgres is unreachable or read-only, or it is not known which sessions have ended */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    ops_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All series of this process, and how queues and ledger stand */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `unauthenticated`: a metrics token is required */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `no_such_route`: METRICS_TOKEN is not set */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    api_keys_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ApiKey"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    api_keys_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day, but without `key` */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description The key */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key that is used lacks `admin`, or what the new one is to have */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`; `quota_exceeded`: `api_keys` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    api_keys_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such key, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    audit_list: {
        parameters: {
            query?: {
                /** @description Only such deeds, like `user.suspended`. */
                action?: string;
                /** @description Only what this user did. */
                actor?: components["schemas"]["Id_usr"];
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only from this time on. */
                from?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only what concerns this user. */
                subject?: components["schemas"]["Id_usr"];
                /** @description Only before this time. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Entry"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Logout"];
            };
        };
        responses: {
            /** @description Its tokens are refused from now on */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated`: no valid access token, and no refresh token; `invalid_refresh_token`: neither is valid */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `login_required`: an API key is not enough; `origin_not_allowed`: a page of another origin sends the cookie, or the body is not JSON */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_send_otp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtpRequest"];
            };
        };
        responses: {
            /** @description A code is on its way, whether or not somebody has the number */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeSent"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `channel_not_configured` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_codes` for this number or from this address, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_verify_otp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtpLogin"];
            };
        };
        responses: {
            /** @description Tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_code`: wrong, used or too old, tried too often, or of a suspended user; of a number that nobody has, where nobody can sign up */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_not_allowed`: a page of another origin asked for the cookie */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_logins` that failed from this address, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict_with_other_request` or `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description The new password is set */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: the current password is wrong; or `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `login_required`: an API key is not enough */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_logins`: too many wrong passwords or changes, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many passwords wait to be hashed; or `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtpRequest"];
            };
        };
        responses: {
            /** @description A code is on its way if somebody has the number; which isn't told */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeSent"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `channel_not_configured` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_codes` for this number or from this address, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description The new password is set; log in with it */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_code`: wrong, used or too old, tried too often, or of a suspended user */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: the code may still be used with another password */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_logins` that failed from this address, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many passwords wait to be hashed; the code may still be used; or `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description New tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_refresh_token`: none of ours, used before, or its session is over; or there is none */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_not_allowed`: a page of another origin asks for the cookie or sends it, or the body is not JSON */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `refreshes_per_hour`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `POST /v1/auth/refresh` will give tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            /** @description There is no cookie, or its session is over */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_signup: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The new user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signup_closed`: new users are created by admins here */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `username_taken`, `email_taken`, `mobile_taken` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_signups` from this address, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many passwords wait to be hashed; or `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
                "application/x-www-form-urlencoded": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description An access token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_not_allowed`: a page of another origin asked for the cookie */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_logins` under this username, or that failed from this address; or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many passwords wait to be hashed; or `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_of_business_owner: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only in this status. */
                status?: components["schemas"]["DistributionStatus"];
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of distributions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Distribution"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: a user without a business; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such business owner, or neither you nor yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_business_owner_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums of one moment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessOwnerCredits"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: a user without a business; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such business owner, or neither you nor yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Number and state */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WhatsappChannel"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels_replace: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNumber"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedChannel"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: only business owners, resellers and admins have numbers; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `number_taken`: it is the platform's number; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `channel_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_verifications`, `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `encryption_not_configured`: nothing secret can be kept here */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels_remove: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: there is none */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_contacts: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of contacts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Contact"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_contact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number, with or without its plus */
                to: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The contact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: this phone never wrote to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only of this kind. */
                kind?: components["schemas"]["ConversationKind"];
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of conversations */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Conversation"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_begin: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewConversation"];
            };
        };
        responses: {
            /** @description The conversation that the two have */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description It has begun */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`; `quota_exceeded`: `owned_conversations`, or the `memberships` of somebody in it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `participant_not_found`, `too_many_members`, `assistant_not_available` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `groups_per_hour`, `members_per_hour`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_rename: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description The conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_owner`: only the owner of a group may; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_group` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description They were in it before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description They are in it now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_owner`: only the owner of a group may; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_group`, `idempotency_in_flight`; `quota_exceeded`: the `memberships` of the one to be added */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `participant_not_found`, `too_many_members` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `members_per_hour`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
                user_id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are not in it any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_owner`: only the owner of a group may take others out; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you or they are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_group` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_list: {
        parameters: {
            query?: {
                /** @description Messages above this number, oldest first. */
                after_seq?: number;
                /** @description Messages below this number, newest first. */
                before_seq?: number;
                /** @description The `next_cursor` or `previous_cursor` of another page. */
                cursor?: string;
                /** @description Messages of a page: 20 unless told otherwise, 100 at the most. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChatMessage"];
            };
        };
        responses: {
            /** @description You said it before, under this `client_id` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description It is said */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description It is asked; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Question"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `channel_not_configured` (no model is set up) or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sending_too_fast`: another message of yours came here a moment ago, wait for `Retry-After`; of a question: `daily_limit_reached`, with the time until new ones, or `fair_use_exceeded`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
                message_id: components["schemas"]["Id_cmsg"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its text is gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_sender`: somebody else said it; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or it is not for you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
                message_id: components["schemas"]["Id_cmsg"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Edit"];
            };
        };
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_sender`: somebody else said it; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or it is not for you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `message_deleted` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sending_too_fast`: more messages or bytes than a user may send in all conversations; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadUntil"];
            };
        };
        responses: {
            /** @description It is noted */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_messages_search: {
        parameters: {
            query: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Words that all occur, a `"phrase"`, `or` between alternatives, `-word` for what must not occur. */
                q: string;
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_ChatMessage"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not in it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`; `search_too_broad`: no word has to occur */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_follow_one: {
        parameters: {
            query?: {
                /** @description The number of the last message that the client has; those after it come first. */
                after_seq?: number;
                /** @description In place of the header: a ticket, which is good once. */
                ticket?: string;
            };
            header?: never;
            path: {
                /** @description A conversation of one's own */
                id: components["schemas"]["Id_conv"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upgrade_required`: this is for WebSocket clients */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `sockets`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tickets_unavailable`, `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_list: {
        parameters: {
            query?: {
                /** @description Only those of this business owner. */
                business_owner_id?: components["schemas"]["Id_usr"];
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only in this status. */
                status?: components["schemas"]["DistributionStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of distributions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Distribution"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_distribute: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDistribution"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Distributed"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_credits`: you have fewer */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not a reseller; `transfers_blocked`: a payment of yours went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no business owner of yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `business_owner_suspended` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_dst"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The distribution */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Distribution"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such distribution, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_bulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDistributions"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllDistributed"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_credits`: you have fewer than all of it */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not a reseller; `transfers_blocked`: a payment of yours went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: one of them is no business owner of yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `business_owner_suspended` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_reclaim: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDistribution"];
            };
        };
        responses: {
            /** @description Accepted; watch the job. Its `credits` are below zero */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Distributed"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_credits`: less is unspent of what you handed out */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not a reseller; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no business owner of yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_summary: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums of one moment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Summary"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_balance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Watch"];
            };
        };
        responses: {
            /** @description The balance */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Balance"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_mint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMint"];
            };
        };
        responses: {
            /** @description The transaction in the user's statement */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transaction"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `user_not_found` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_recharges: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of recharges */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Recharge"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_recharge: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRecharge"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedRecharge"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recharges_blocked`: an earlier payment went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`; `quota_exceeded`: `open_recharges` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_sync: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedSync"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_transactions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only of this kind. */
                kind?: components["schemas"]["TransferKind"];
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those made at this time or later. */
                since?: string;
                /** @description Only those made before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Transaction"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_usage: {
        parameters: {
            query?: {
                /** @description A business owner of yours in your place. */
                business_owner_id?: components["schemas"]["Id_usr"];
                /** @description The first UTC day, like `2026-01-31`; unless told otherwise 29 days before `to`. */
                from?: string;
                /** @description The last UTC day; unless told otherwise today. At most 366 days are covered. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageReport"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such business owner, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: no such days, or too many */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the answer before, or an id of the stream; without it, from the start. */
                after?: string;
                /** @description How many at the most: 20 unless told otherwise, 100 at the most. */
                limit?: number;
                /** @description Only events of these types, separated by commas: exact ones, or all of a kind like `message.*`. */
                types?: string;
            };
            header?: {
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Facts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: such are no types */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `streams`, with `Prefer: wait`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events_newest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where the log ends now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventCursor"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    events_follow: {
        parameters: {
            query?: {
                /** @description As `Last-Event-ID`, where a header can't be set. */
                after?: string;
                /** @description Only events of these types, separated by commas: exact ones, or all of a kind like `message.*`. */
                types?: string;
            };
            header?: {
                /** @description The id of the last event that was seen */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream; `event` is the type, `data` the fact */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Event"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `streams`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hooks_receive_stripe: {
        parameters: {
            query?: never;
            header: {
                /** @description `t=` the time, and `v1=` the HMAC-SHA256 of time, a dot and the body */
                "Stripe-Signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bad_signature`: not Stripe's, or more than 5 minutes old */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: Stripe is not set up */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: more than 256 KB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many are handled right now; `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hooks_verify: {
        parameters: {
            query?: {
                /** @description What to answer. */
                "hub.challenge"?: string;
                /** @description `subscribe`. */
                "hub.mode"?: string;
                /** @description The token that we agreed on. */
                "hub.verify_token"?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The challenge */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `forbidden`: another token */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: WhatsApp is not set up */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    hooks_receive: {
        parameters: {
            query?: never;
            header: {
                /** @description `sha256=` and the HMAC-SHA256 of the body */
                "X-Hub-Signature-256": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Taken */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `bad_signature` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: WhatsApp is not set up */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large`: more than 3 MB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many are handled right now; `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only of this kind. */
                kind?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those accepted at this time or later. */
                since?: string;
                /** @description Only in this state. */
                state?: components["schemas"]["JobState"];
                /** @description Only those accepted before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of jobs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Job"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs_get: {
        parameters: {
            query?: {
                /** @description `attempts`: each try. `explain`: what it waits for, in a sentence. */
                expand?: "attempts" | "explain";
            };
            header?: {
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path: {
                id: components["schemas"]["Id_job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Expanded"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such job, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `streams`, with `Prefer: wait`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The withdrawn job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The completion was asked to stop, and soon is `cancelled` */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such job, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_cancellable`: it runs, or has ended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs_follow: {
        parameters: {
            query?: {
                /** @description As `Last-Event-ID`, where a header can't be set. */
                after?: string;
            };
            header?: {
                /** @description Of a completion: the attempt and how many characters of it were seen, such as `1:120` */
                "Last-Event-ID"?: string | null;
            };
            path: {
                id: components["schemas"]["Id_job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of `job` events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Job"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such job, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `streams`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    jobs_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path: {
                id: components["schemas"]["Id_job"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; watch the new job */
            202: {
                headers: {
                    /** @description The new job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_credits` */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such job, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_retryable`: it has not failed; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recipient_not_found`, `channel_not_configured`, `channel_pending` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Of a question: `daily_limit_reached` or `fair_use_exceeded`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    credits_proof: {
        parameters: {
            query?: {
                /**
                 * @description `true`: replays the ledger from its beginning and checks its hash chain. Otherwise each wallet is replayed since its
                 *     newest checkpoint.
                 */
                full?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user of the access token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnChange"];
            };
        };
        responses: {
            /** @description The user as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `username_taken` or `email_taken` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preferences; an empty object where there are none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preferences"];
            };
        };
        responses: {
            /** @description The preferences as they are now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preferences"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profile_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description The profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor a business owner; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `encryption_not_configured`: no bank details can be kept here; `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_list: {
        parameters: {
            query?: {
                /** @description Only over this channel. */
                channel?: components["schemas"]["Channel"];
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only sent, or only received ones. */
                direction?: "sent" | "received";
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those accepted at this time or later. */
                since?: string;
                /** @description Only in this status. */
                status?: components["schemas"]["MessageStatus"];
                /** @description Only those to or from this contact: a number in E.164, or a user's id or name. */
                to?: string;
                /** @description Only those accepted before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Message"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_send: {
        parameters: {
            query?: {
                /** @description Only tell what would happen, and change nothing. */
                dry_run?: boolean;
            };
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description With `dry_run=true`: what would happen */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DryRun"];
                };
            };
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description `true` on a repeated answer */
                    "Idempotent-Replayed"?: string;
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accepted"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_credits`; `detail` says how many credits are for in-app messages only */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sending_stopped`, `external_sending_not_allowed` or `template_not_granted`; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`; `quota_exceeded`: `scheduled_messages` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `recipient_not_found`, `recipient_opted_out`, `template_not_found`, `template_ambiguous`, `template_parameters_invalid`, `channel_not_configured`, `channel_pending` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `external_send_limit_reached`: `Retry-After` is the next UTC day; `shared_number_limit_reached`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_msg"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_msg"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The withdrawn message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `job_not_cancellable`: it is being sent, or was */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_read: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_msg"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or you did not receive it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    messages_summary: {
        parameters: {
            query?: {
                /** @description By the UTC day (unless told otherwise; at most 92 days) or by the hour (at most 7 days). */
                bucket?: "hour" | "day";
                /** @description Those accepted at this time or later; unless told otherwise 30 days before `until`, by the hour one day. */
                since?: string;
                /** @description Those accepted before this time; unless told otherwise now. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageSummary"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: no such span of time, or too long a one */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels_opt_outs: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_OptOut"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    channels_forget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number, with or without its plus */
                to: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Forgotten */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: nothing was known */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `opt_out_of_shared_number`: the phone opted out of the platform's number, and only the phone lifts that */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    platform_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier answer */
                "If-None-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What there is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Platform"];
                };
            };
            /** @description Unchanged */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ops_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All queues, empty ones too */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queues"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_quotas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All quotas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quotas"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resellers_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those with this text in name, e-mail address or number. */
                q?: string;
                /** @description Only in this status. */
                status?: components["schemas"]["UserStatus"];
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of business owners */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such reseller, or not you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resellers_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUserWithNewBusiness"];
            };
        };
        responses: {
            /** @description The new business owner */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such reseller, or not you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `encryption_not_configured`: no bank details can be kept here; `busy`: too many passwords wait to be hashed; `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resellers_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
                user_id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BusinessOwnerChange"];
            };
        };
        responses: {
            /** @description The business owner */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `external_sending_not_allowed`: a reseller that may not send outside itself; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such business owner, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `suspended_by_admin`, `sending_stopped_by_admin` or `reseller_suspended` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `encryption_not_configured`: no bank details can be kept here; `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_of_reseller: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only in this status. */
                status?: components["schemas"]["DistributionStatus"];
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of distributions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Distribution"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such reseller, or not you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    distributions_reseller_stats: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums of one moment */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResellerStats"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: neither a reseller nor an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such reseller, or not you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_list_sessions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open sessions, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `login_required`: an API key is not enough */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_end_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The session */
                id: components["schemas"]["Id_ses"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It has ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `login_required`: an API key is not enough */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such session, or it has ended before */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscription_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscription_subscribe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSubscription"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedSubscription"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recharges_blocked`: an earlier payment went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_subscribed`; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscription_cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedSubscription"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_subscribed`; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscription_portal: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedPortal"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_subscribed`: one never was; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscription_resume: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedSubscription"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_subscribed`; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_grants: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those of this user. */
                user?: components["schemas"]["Id_usr"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of grants */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_TemplateGrant"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: another user's */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_grant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTemplateGrant"];
            };
        };
        responses: {
            /** @description The grant */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateGrant"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template_grant_exists`, `too_many_template_grants` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `user_not_found` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_tgr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such grant */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of templates */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Template"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTemplate"];
            };
        };
        responses: {
            /** @description The template */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template_exists`; `quota_exceeded`: `templates`; `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_tpl"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such template, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_tpl"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTemplate"];
            };
        };
        responses: {
            /** @description The template */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such template, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template_exists` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    templates_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_tpl"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such template, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only sent, or only received ones. */
                direction?: "sent" | "received";
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of transfers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Transfer"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_send: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTransfer"];
            };
        };
        responses: {
            /** @description It is done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_funds`; `funds_held`: too much of it comes from fresh deposits */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `transfers_blocked`: a payment of yours went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `receiver_not_found`, `transfer_to_yourself`, `transfer_limit_exceeded` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `transfer_daily_limit_exceeded`: `Retry-After` is the next UTC day; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_txf"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The transfer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Transfer"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such transfer, or neither yours nor to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assistant_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is left until `resets_at` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Usage"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assistant_days: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of days */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Day"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_list: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those with this text in name, e-mail address or number. */
                q?: string;
                /** @description Only in this role. */
                role?: components["schemas"]["Role"];
                /** @description Only in this status. */
                status?: components["schemas"]["UserStatus"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of users */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUserWithPlacement"];
            };
        };
        responses: {
            /** @description The new user */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended` or `idempotency_in_flight` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy`: too many passwords wait to be hashed; or `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such user */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetails"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such user */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `email_taken`, `mobile_taken`, `not_to_yourself`, `reseller_has_business_owners` or `reseller_suspended` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_clear_recharge_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not an admin; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such user, or it could all the time */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_lookup: {
        parameters: {
            query: {
                /** @description The whole username; its case doesn't matter. */
                username: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserRef"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: nobody active has this username */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_lookups` by this account, or `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_balance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The wallet */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wallet"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_deposits: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deposits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Deposit"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_deposit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body answer the same, for a day */
                "Idempotency-Key"?: string | null;
                /** @description `wait=N`: waits up to N seconds, 30 at the most */
                Prefer?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeposit"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedDeposit"];
                };
            };
            /** @description `malformed_json` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recharges_blocked`: an earlier payment went back; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `request_timeout`: the body did not arrive in time */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`; `quota_exceeded`: `open_recharges` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body_too_large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`, `payments_not_configured` or `idempotency_key_reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    wallet_transactions: {
        parameters: {
            query?: {
                /** @description The `next_cursor` of the page before, with the same filters. */
                cursor?: string;
                /** @description Only of this kind. */
                kind?: components["schemas"]["TransferKind"];
                /** @description Rows of a page at the most: 20 unless told otherwise, up to 100. */
                limit?: number;
                /** @description Only those made at this time or later. */
                since?: string;
                /** @description Only those made before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the statement */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_WalletTransaction"];
                };
            };
            /** @description `invalid_cursor` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`, `busy` or `query_timeout`: try again after `Retry-After` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_follow_all: {
        parameters: {
            query?: {
                /**
                 * @description Conversations and the number of the last message that the client has of each, such as `conv_…:12,conv_…:7`; at
                 *     most 1000. Those after it come first. Of others what is said from now on.
                 */
                after?: string;
                /** @description In place of the header: a ticket, which is good once. */
                ticket?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The socket is open */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upgrade_required`: this is for WebSocket clients */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `sockets`; `rate_limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tickets_unavailable`, `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    chat_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Good once, and for 30 seconds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description `unauthenticated` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `insufficient_scope`: the API key has not the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: too many requests; `Retry-After` and `RateLimit` tell when to go on; `too_many_at_once`: too many of this account are being handled */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error` */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `tickets_unavailable`: Redis is away; `unavailable`: try again */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
