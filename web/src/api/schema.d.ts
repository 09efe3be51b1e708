// Made from openapi.json by `npm run api:types`. Do not edit.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns the health of this process and its servers. */
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
        /** Checks whether this process is alive, and nothing else. */
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
        /** Checks whether this process can serve requests. */
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
         * Returns metrics in the OpenMetrics format, for the bearer token of `METRICS_TOKEN`.
         * @description Without one they are served on `METRICS_PORT` only.
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
        /** Lists your API keys, newest first. */
        get: operations["api_keys_list"];
        put?: never;
        /** Creates an API key that acts for its creator, within its scopes. */
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
        /** Revokes an API key immediately. */
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
        /**
         * Lists audit log entries, newest first.
         * @description Admins get all; others those in which they are actor or subject.
         */
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
         * Logs out: ends the session of the access token, and that of the refresh token, if given.
         * @description Either one suffices. Removes the cookie.
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
        /**
         * Sends a one-time code to a number.
         * @description A new code replaces older ones.
         */
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
         * Logs in with a one-time code.
         * @description An unknown number signs up: a user with a generated name, no password, and the usual initial credits.
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
        /** Sends a password reset code to a number, if a user has it. */
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
        /** Sets a new password with a code, and ends all sessions of the user. */
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
         * Exchanges a refresh token for new tokens.
         * @description It is valid once: reuse ends its session. A cookie's token may be reused within 30 seconds, while its successor is
         *     unused.
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
         * Checks whether this browser's cookie could be refreshed, without changing anything.
         * @description A first visit gets no error.
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
        /** Signs up a new user and grants its initial credits. */
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
         * Logs in with name and password.
         * @description With `token_transport: cookie` the refresh token is set in a cookie that scripts can't read, and left out of the
         *     body.
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
         * Lists distributions to and reclaims from a business owner, newest first.
         * @description For that business owner, its reseller, or admins.
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
        /** Returns a business owner's credit statistics; that business owner, its reseller, or admins. */
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
        /** Returns the account's WhatsApp channel. */
        get: operations["channels_get"];
        /**
         * Claims a WhatsApp number.
         * @description A job verifies with WhatsApp that the token belongs to it; until then the channel is `pending`: sends are refused,
         *     and nothing is received. After that all your messages are sent from it, including queued ones. A verified number
         *     stays verified while a new token is checked. The token is stored encrypted.
         */
        put: operations["channels_replace"];
        post?: never;
        /** Removes the number; the platform's number is used instead. */
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
        /**
         * Lists phones that wrote to you, latest first.
         * @description `GET /v1/messages?to=` lists all messages with a contact.
         */
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
        /** Returns a phone that wrote to you. */
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
        /** Lists your conversations, latest message first. */
        get: operations["chat_list"];
        put?: never;
        /**
         * Creates a conversation.
         * @description With one other member and no name it is `direct`: a pair has only one, which is returned if it exists.
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
        /** Returns a conversation of which you are a member. */
        get: operations["chat_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Renames a group; owner only. */
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
        /**
         * Adds a member to a group; owner only.
         * @description New members see only later messages.
         */
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
         * Removes a member from a group: the owner any, others only themselves.
         * @description If the owner leaves, the longest-standing member becomes owner.
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
         * Lists messages, newest first; with `after_seq` those since, oldest first.
         * @description Members added later see messages from then on.
         */
        get: operations["chat_messages_list"];
        put?: never;
        /**
         * Sends a chat message.
         * @description A repeated `client_id` or Idempotency-Key returns the first message. In an assistant conversation it is a question,
         *     answered by a job; with `Prefer: wait=N` the response waits for it.
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
        /** Deletes your own message: its number stays, with an empty text. */
        delete: operations["chat_messages_delete"];
        options?: never;
        head?: never;
        /** Edits the text of your own message. */
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
        /**
         * Sets your read position and notifies the other members.
         * @description It never moves back or past the newest message.
         */
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
        /**
         * Searches a conversation.
         * @description A message is searched by its first 4000 words; without regard to case and Unicode form.
         */
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
        /**
         * Opens a WebSocket for one conversation.
         * @description docs/chat.md has its frames and close codes.
         */
        get: operations["chat_follow_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Searches all of your conversations.
         * @description Of more than 1000 conversations, those with the newest messages are searched.
         */
        get: operations["chat_messages_search_all"];
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
        /** Lists your distributions, newest first; for admins all. */
        get: operations["distributions_list"];
        put?: never;
        /** Distributes credits to one of your business owners, by a job that moves them at once or fails. */
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
        /** Returns one of your distributions, as its reseller or business owner; for admins any. */
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
        /** Distributes credits to many of your business owners, by one job: to all or none. */
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
         * Reclaims credits from one of your business owners, by a job.
         * @description At most the unspent part of those you distributed to it.
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
        /** Summarizes your distributions; for admins all. */
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
        /** Returns the balance. */
        get: operations["credits_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Sets the threshold of the `credits.balance_low` event.
         * @description It is sent each time that a transfer takes the balance from the threshold or above to below it.
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
        /** Mints new credits; admins only. */
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
        /** Lists your recharges, newest first. */
        get: operations["credits_recharges"];
        put?: never;
        /**
         * Buys credits: the job's result has the URL of the checkout page, `checkout_url`.
         * @description The credits are added after payment.
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
         * Syncs all open payments and missed events of the last 30 days, Stripe's retention; admins only.
         * @description A sync also runs every few minutes, with the events of 6 hours.
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
        /** Lists your transactions, newest first. */
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
         * Returns message costs, by UTC day of acceptance and by channel.
         * @description Your own, or those of a business owner, for its reseller and admins.
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
         * Lists events after a cursor, oldest first, or before it, newest first.
         * @description `Prefer: wait=N` waits for the next one; it has no effect on `desc`. With `types` a page may be empty before the end
         *     of the log: continue at `next_cursor`.
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
        /**
         * Returns the current end of the log.
         * @description Fetch it, load your state, then follow the log from here, and no event is missed.
         */
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
         * Streams events from now on, or after `Last-Event-ID` (or `after`), as server-sent events.
         * @description Without a position, the first event is `cursor`: where the stream starts. If events after the given position were
         *     purged, the first event is `gap`. When the request's session or API key ends, the last event is `end` with a
         *     `reason`.
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
    "/v1/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Counts the jobs of all accounts that failed in the last hour, by queue, kind and error code; admins only. */
        get: operations["ops_failures"];
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
        /** Receives payment events from Stripe. */
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
        /** Verifies the webhook URL for WhatsApp. */
        get: operations["hooks_verify"];
        put?: never;
        /** Receives message events from WhatsApp. */
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
        /** Lists your jobs, newest first. */
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
        /**
         * Returns a job.
         * @description With `Prefer: wait=N` it waits for the end of a job of your own.
         */
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
        /**
         * Cancels a waiting job and refunds its charge.
         * @description A running completion is signalled to stop.
         */
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
         * Streams a job and its changes until it ends, as server-sent events.
         * @description A completion's job also has `completion.delta`, `completion.reset` and `completion.ended`, and resumes after
         *     `Last-Event-ID`. When the session or API key ends, the last event is `end` with a `reason`.
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
         * Retries a failed job: a new job and a new message, charged again.
         * @description A question to the assistant remains the same message.
         */
        post: operations["jobs_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancels pending jobs, or retries failed ones: all that match a filter.
         * @description The jobs are selected now; a job then changes one after the other as the single operation would, and reports its
         *     progress. Its result counts those that were done, skipped and failed. Cancelling it stops it.
         */
        post: operations["jobs_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Counts your jobs by their current state.
         * @description Counts end at 10,000. The platform's own jobs and bulk jobs are not counted.
         */
        get: operations["jobs_counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the results of past ledger audits, newest first; admins only.
         * @description They are kept as long as jobs.
         */
        get: operations["credits_ledger_audits"];
        put?: never;
        /** Starts a ledger audit; admins only. The job's result is the audit's. */
        post: operations["credits_start_ledger_audit"];
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
        /** Audits the ledger by replaying it; admins only. */
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
        /** Returns your account. */
        get: operations["auth_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Updates your account.
         * @description Omitted fields stay; null removes an optional one.
         */
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
        /** Returns your preferences. */
        get: operations["auth_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Updates your preferences: each named member is replaced, null removes it, and the rest stays.
         * @description All of them have at most 4096 bytes.
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
        /**
         * Updates your business profile; resellers and business owners.
         * @description Bank details are stored encrypted.
         */
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
        /** Lists messages you sent or received, newest first. */
        get: operations["messages_list"];
        put?: never;
        /**
         * Sends a message: charges it and enqueues its delivery job.
         * @description With `Prefer: wait=N` the response waits for the job's end.
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
        /** Returns a message you sent or received. */
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
        /** Cancels a queued message and refunds its charge. */
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
        /** Marks a received message as read and notifies its sender. */
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
        /** Counts the messages you sent, by time, channel and current status. */
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
        /**
         * Lists opt-outs from your messages, by number.
         * @description A phone opts out with STOP, or WhatsApp reports it.
         */
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
         * Removes an opt-out, after the phone's owner has agreed.
         * @description An opt-out from the platform's shared number applies to all its senders; only the phone itself can lift it, with
         *     START.
         */
        delete: operations["channels_forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists recharges and deposits of all accounts, newest first; admins only. */
        get: operations["ops_payments"];
        put?: never;
        post?: never;
        delete?: never;
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
         * Describes this installation: name, version, channels with prices, limits.
         * @description The response may be cached for a minute and has an `ETag`.
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
    "/v1/processes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the processes of the platform with their health; admins only.
         * @description A process that stops is removed; a lost one is shown for ten minutes.
         */
        get: operations["ops_processes"];
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
        /** Returns the state of all queues and provider throttles; admins only. */
        get: operations["ops_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queue}": {
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
         * Pauses or resumes a queue; admins only.
         * @description Workers stop taking jobs of a paused queue within seconds, and finish running ones. Its jobs wait until it is resumed; new
         *     ones are accepted.
         */
        patch: operations["ops_change"];
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Returns your quotas and their current use. docs/limits.md describes them. */
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
        /** Lists a reseller's business owners, newest first, without profiles; that reseller, or admins. */
        get: operations["resellers_list"];
        put?: never;
        /** Creates a business owner of a reseller, without credits; that reseller, or admins. */
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
        /** Returns a business owner of a reseller; that reseller, or admins. */
        get: operations["resellers_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Updates a business owner of a reseller; that reseller, or admins.
         * @description Suspension blocks all access and cancels waiting jobs. With sends stopped, new ones are refused and waiting ones are
         *     held.
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
        /** Lists a reseller's distributions, newest first; that reseller, or admins. */
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
        /** Returns a reseller's credit statistics; that reseller, or admins. */
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
        /** Lists your open sessions. */
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
        /** Ends a session and invalidates its tokens. */
        delete: operations["auth_end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the settings of the process that answers, without secrets; admins only.
         * @description Processes may be configured differently.
         */
        get: operations["ops_settings"];
        put?: never;
        post?: never;
        delete?: never;
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
        /** Returns your subscription. */
        get: operations["subscription_get"];
        put?: never;
        /**
         * Subscribes: the job's result has the URL of the checkout page, `checkout_url`.
         * @description Payment activates Pro.
         */
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
        /** Cancels your subscription at the end of the paid period. */
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
         * Creates a link to your Stripe customer portal, with invoices and cards.
         * @description The link is `url` in the job's result, and short-lived.
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
        /** Resumes a cancelled subscription before its period ends. */
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
        /** Lists template grants, newest first: your own; for admins all. */
        get: operations["templates_grants"];
        put?: never;
        /** Grants an account a template of the platform's number; admins only. */
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
        /**
         * Revokes a grant; admins only.
         * @description Waiting messages under it fail and are refunded.
         */
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
        /** Lists your templates, newest first. */
        get: operations["templates_list"];
        put?: never;
        /**
         * Creates a template.
         * @description WhatsApp sends it by name and language, which Meta must have approved.
         */
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
        /** Returns a template. */
        get: operations["templates_get"];
        /**
         * Replaces a template.
         * @description Accepted messages keep the old one.
         */
        put: operations["templates_replace"];
        post?: never;
        /**
         * Deletes a template.
         * @description Accepted messages are still sent.
         */
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
        /** Lists transfers you sent or received, newest first. */
        get: operations["wallet_list"];
        put?: never;
        /** Transfers money to another user immediately. */
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
        /** Returns a transfer you sent or received. */
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
        /** Returns your tier and today's remaining completions. */
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
        /** Lists your completion usage, by UTC day of acceptance, newest first. */
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
        /** Lists users, newest first, without profiles; admins only. */
        get: operations["users_list"];
        put?: never;
        /** Creates a user in any role, without credits; admins only. */
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
        /** Returns a user; admins only. */
        get: operations["users_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Updates a user; admins only.
         * @description Suspension blocks all access and cancels waiting jobs; suspending a reseller also suspends its business owners.
         */
        patch: operations["users_change"];
        trace?: never;
    };
    "/v1/users/{id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a user's API keys, newest first, without secrets; admins only. The audit log records it. */
        get: operations["users_keys_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** Unblocks purchases and transfers of a user with a reversed payment; admins only. */
        post: operations["users_clear_recharge_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Lists a user's open sessions; admins only. The audit log records it. */
        get: operations["users_sessions_of"];
        put?: never;
        post?: never;
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
         * Finds a user by username, to write or send money to; open to every user.
         * @description Only the full name matches, and lookups per account are limited.
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
        /** Returns your wallet. */
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
        /** Lists your deposits, newest first. */
        get: operations["wallet_deposits"];
        put?: never;
        /** Deposits money to your wallet, in the same way. */
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
        /** Lists your wallet's transactions, newest first. */
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
         * Opens a WebSocket for all your conversations, including future ones.
         * @description docs/chat.md has its frames and close codes.
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
        /** Creates a single-use ticket to open a socket from a browser. */
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
        /** @description The channel, and the job that verifies its number. */
        AcceptedChannel: {
            channel: components["schemas"]["WhatsappChannel"];
            job: components["schemas"]["Job"];
        };
        /** @description A deposit, and the job that creates its checkout page. */
        AcceptedDeposit: {
            deposit: components["schemas"]["Deposit"];
            job: components["schemas"]["Job"];
        };
        /** @description The job of an audit. */
        AcceptedLedgerAudit: {
            job: components["schemas"]["Job"];
        };
        /** @description The job that creates the link. */
        AcceptedPortal: {
            job: components["schemas"]["Job"];
        };
        /** @description A recharge, and the job that creates its checkout page. */
        AcceptedRecharge: {
            job: components["schemas"]["Job"];
            recharge: components["schemas"]["Recharge"];
        };
        /** @description The subscription, and the job of the request. */
        AcceptedSubscription: {
            job: components["schemas"]["Job"];
            subscription: components["schemas"]["Subscription"];
        };
        /** @description A sync of open payments. */
        AcceptedSync: {
            job: components["schemas"]["Job"];
        };
        /** @description Accepted distributions, and the job that executes all or none. */
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
             * @description Time of creation.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time of expiry.
             */
            expires_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_key"];
            /**
             * Format: date-time
             * @description Time of the last use, to the minute.
             */
            last_used_at?: string | null;
            /** @description Its name, chosen by its owner. */
            name: string;
            /**
             * @description Its first characters.
             * @example swb_00c0ffee
             */
            prefix: string;
            /** @description Its permissions. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description Audit result of one asset. */
        AssetProof: {
            /**
             * @description The asset.
             * @example CREDIT
             */
            asset: string;
            /** @description The first of them. */
            mismatched: components["schemas"]["Mismatch"][];
            /** @description Number of wallets that differ from a replay of their transfers. */
            mismatches: number;
            /**
             * Format: int64
             * @description The sum of all balances including the platform's accounts; must be zero.
             */
            sum: number;
            /**
             * Format: int64
             * @description Number of wallets.
             */
            wallets: number;
        };
        /** @description The configured assistant. */
        AssistantOffer: {
            /**
             * Format: int32
             * @description Completions per UTC day in the basic tier.
             */
            basic_daily_limit: number;
        };
        /** @description One attempt at a job. */
        Attempt: {
            /**
             * Format: date-time
             * @description End time; null while it runs.
             */
            ended_at?: string | null;
            error?: components["schemas"]["JobError"] | null;
            /**
             * Format: int32
             * @description From 1.
             */
            number: number;
            /** @description The job's state after it. */
            outcome: components["schemas"]["JobState"];
            /**
             * Format: date-time
             * @description Start time.
             */
            started_at?: string | null;
            /** @description Its worker. */
            worker?: string | null;
        };
        /**
         * @description The authority behind a sending decision. An admin's prevails.
         * @enum {string}
         */
        Authority: "reseller" | "admin";
        /** @description A credit balance. */
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
             * @description `credits.balance_low` fires when the balance falls below this.
             */
            low_balance_threshold?: number | null;
            /**
             * Format: int64
             * @description Promotional part of the balance: pays for in-app messages only.
             * @example 99
             */
            promotional: number;
            /** @description The store that served it. */
            source: components["schemas"]["BalanceSource"];
        };
        /** @enum {string} */
        BalanceSource: "postgres";
        /** @description The session of a browser's cookie. */
        BrowserSession: {
            /**
             * Format: date-time
             * @description When it expires.
             */
            expires_at: string;
        };
        BTreeMap: {
            [key: string]: string;
        };
        /** @description An accepted bulk job. */
        BulkAccepted: {
            job: components["schemas"]["Job"];
            /** @description Number of jobs selected. */
            matched: number;
        };
        /** @description The jobs of a bulk job. */
        BulkFilter: {
            /** @description Only this kind. */
            kind?: string | null;
            /** @description Jobs of this account, or of `all` accounts, instead of yours; admins only. An API key also needs the `admin` scope. */
            owner_id?: string | null;
            /**
             * Format: date-time
             * @description Only jobs accepted at this time or later.
             */
            since?: string | null;
            state?: components["schemas"]["JobState"] | null;
            /**
             * Format: date-time
             * @description Only jobs accepted before this time.
             */
            until?: string | null;
        };
        /**
         * @description An action on many jobs.
         * @example {
         *       "action": "cancel",
         *       "as_of": "2026-01-02T03:04:05Z",
         *       "expected": 120,
         *       "filter": {
         *         "kind": "whatsapp.deliver"
         *       }
         *     }
         */
        BulkRequest: {
            /**
             * @description What is done with each job.
             * @enum {string}
             */
            action: "cancel" | "retry";
            /**
             * Format: date-time
             * @description Only jobs accepted at this time or earlier: that of the counts that you saw.
             */
            as_of: string;
            /**
             * Format: int64
             * @description The number of jobs that you saw.
             */
            expected: number;
            filter: components["schemas"]["BulkFilter"];
        };
        /**
         * @description A reseller's change to its business owner. Absent fields stay.
         * @example {
         *       "status": "suspended"
         *     }
         */
        BusinessOwnerChange: {
            /** @description Whether it may send outside the platform, regardless of a verified phone number. */
            external_sending?: boolean | null;
            profile?: components["schemas"]["ProfileChange"] | null;
            /** @description Why its sends are stopped; visible to the account. At most 500 characters. */
            reason?: string | null;
            /** @description Stops its sends and holds pending ones; or resumes them. */
            sending_stopped?: boolean | null;
            status?: components["schemas"]["UserStatus"] | null;
        };
        /** @description A business owner's credits and their use. */
        BusinessOwnerCredits: components["schemas"]["BusinessOwnerStats"] & {
            /** @description Messages sent. */
            messages: components["schemas"]["Counts"];
        };
        /**
         * @description A business owner's credits. Sums are gross, since the first transfer: `balance` = `received` − `reclaimed` − `spent`
         *     + `refunded`.
         */
        BusinessOwnerStats: {
            /**
             * Format: int64
             * @description The balance.
             */
            balance: number;
            /**
             * Format: int64
             * @description Credits received from others and bought, minus purchases reversed because their payment was returned.
             */
            received: number;
            /**
             * Format: int64
             * @description Credits reclaimed by its reseller.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description Refunds of them.
             */
            refunded: number;
            /**
             * Format: int64
             * @description Price of its messages.
             */
            spent: number;
        };
        /** @description State of the chain. */
        Chain: {
            /**
             * Format: int64
             * @description Number of blocks.
             */
            blocks: number;
            /**
             * @description The SHA-256 of the newest one, as hex; null without any.
             * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            head?: string | null;
            /** @description The first blocks that contradict the ledger or the previous block. Checked by a full audit only. */
            wrong_blocks: number[];
        };
        /**
         * @description A delivery channel.
         * @enum {string}
         */
        Channel: "in_app" | "whatsapp";
        /** @description A configured channel. */
        ChannelOffer: {
            /**
             * Format: int64
             * @description Price of a message in credits.
             */
            price: number;
        };
        /**
         * @description Status of a channel.
         *
         *     - `active`
         *     - `paused`: until `until`
         *     - `stopped`: requires intervention
         *     - `pending`: WhatsApp has not confirmed the number yet
         *     - `failed`: WhatsApp did not confirm the number
         * @enum {string}
         */
        ChannelStatus: "active" | "paused" | "stopped" | "pending" | "failed";
        /** @description A message of a conversation. */
        ChatMessage: {
            /** @description The text as given; empty once deleted. */
            body: string;
            /** @description The client's own id. */
            client_id?: string | null;
            /** @description Its conversation. */
            conversation_id: components["schemas"]["Id_conv"];
            /**
             * Format: date-time
             * @description Time of sending.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time of deletion.
             */
            deleted_at?: string | null;
            /**
             * Format: date-time
             * @description Time of the last edit.
             */
            edited_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_cmsg"];
            /** @description The author's role. */
            role: components["schemas"]["ChatRole"];
            sender?: components["schemas"]["UserRef"] | null;
            /**
             * Format: int64
             * @description Its number in the conversation: 1, 2, 3, … without gaps.
             */
            seq: number;
            /** @description Its status. */
            status: components["schemas"]["ChatStatus"];
        };
        /**
         * @description Role of a message's author.
         * @enum {string}
         */
        ChatRole: "user" | "assistant" | "system";
        /**
         * @description Status of a message.
         * @enum {string}
         */
        ChatStatus: "sent" | "deleted";
        /** @description A code was requested. */
        CodeSent: {
            /**
             * Format: int64
             * @description Validity of a code in seconds, from its sending.
             * @example 300
             */
            expires_in: number;
        };
        /** @description Details of an answer's completion. */
        CompletionInfo: {
            /** @description The finish reason: `stop`, or `max_tokens` if truncated. */
            finish_reason: string;
            /** @description The job that generated it. */
            job_id: components["schemas"]["Id_job"];
            /** @description The model. */
            model: string;
            /** @description Token usage. */
            usage: components["schemas"]["Tokens"];
        };
        /** @description A phone that wrote to an account. */
        Contact: {
            /** @description The channel on which it wrote. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: date-time
             * @description Time of its last message, by its provider's clock.
             */
            last_inbound_at: string;
            last_message?: components["schemas"]["MessagePreview"] | null;
            /**
             * @description Its number, or WhatsApp's id of a user whose number is hidden.
             * @example +15550100001
             */
            to: string;
            /** @description Whether its newest message is unread. */
            unread: boolean;
            /**
             * Format: date-time
             * @description WhatsApp takes free-form texts to this phone until then, as far as we know; its own clock decides. Null if it
             *     takes templates only.
             */
            window_ends_at?: string | null;
        };
        /** @description Content that replaces a plain text, as sent: later changes to a template have no effect. */
        Content: {
            /** @description A template, with its parameters in the provider's order. */
            template: components["schemas"]["FilledTemplate"];
        } | {
            /** @description A file. */
            media: components["schemas"]["Media"];
        };
        /** @description A conversation as visible to one of its members. */
        Conversation: {
            /**
             * Format: date-time
             * @description Time of creation.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_conv"];
            /** @description Its kind. */
            kind: components["schemas"]["ConversationKind"];
            last_message?: components["schemas"]["ChatMessage"] | null;
            /**
             * Format: int64
             * @description The newest message's number; 0 if there is none.
             */
            last_seq: number;
            /** @description Its name; null if it has none. */
            name?: string | null;
            owner_id?: components["schemas"]["Id_usr"] | null;
            /** @description Its members, in the order of joining. */
            participants: components["schemas"]["Participant"][];
            /**
             * Format: int64
             * @description Messages of others that the caller has not read; counted up to 1000.
             */
            unread_count: number;
        };
        /**
         * @description Kind of a conversation.
         * @enum {string}
         */
        ConversationKind: "direct" | "group" | "assistant";
        /** @description The other side of a movement. A username may equal the name of a platform account; the kind distinguishes them. */
        Counterparty: {
            id?: components["schemas"]["Id_usr"] | null;
            /** @description Its kind. */
            kind: components["schemas"]["CounterpartyKind"];
            /** @description A username, or a platform account: `issuer`, `revenue` or `external`. */
            name: string;
        };
        /**
         * @description Kind of the other side.
         * @enum {string}
         */
        CounterpartyKind: "user" | "system";
        /** @description A user's sends since the first message. */
        Counts: {
            /**
             * Format: int64
             * @description The ones known to be delivered.
             */
            delivered: number;
            /**
             * Format: int64
             * @description Messages that failed permanently.
             */
            failed: number;
            /**
             * Format: int64
             * @description Messages that were sent.
             */
            sent: number;
        };
        /** @description An API key with its secret. */
        CreatedKey: components["schemas"]["ApiKey"] & {
            /**
             * @description For the header `Authorization: Bearer …`. Shown only once.
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
            /** @description How to return the refresh token. */
            token_transport?: components["schemas"]["TokenTransport"];
            username: string;
        };
        /** @description The cost of a user's messages over one channel on one day. */
        CreditUsage: {
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: int64
             * @description Their cost, in credits.
             */
            credits: number;
            /**
             * Format: date
             * @description The UTC day of their acceptance.
             */
            day: string;
            /**
             * Format: int64
             * @description Number of messages.
             */
            messages: number;
            /**
             * Format: int64
             * @description Refunded credits so far.
             */
            refunded: number;
        };
        /** @description A user's completion usage of a day. */
        Day: {
            /**
             * @description Their cost at the model's provider.
             * @example 0.001250
             */
            cost: string;
            /**
             * Format: date
             * @description The UTC day of acceptance.
             */
            day: string;
            /**
             * Format: int64
             * @description Output tokens.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Prompt tokens.
             */
            prompt_tokens: number;
            /**
             * Format: int32
             * @description Accepted questions.
             */
            requests: number;
            /**
             * Format: int32
             * @description Counted ones: answered or in progress.
             */
            used: number;
        };
        /** @description Money paid into the wallet. */
        Deposit: {
            /** @description The amount. */
            amount: components["schemas"]["Money"];
            /** @description The payment URL; null until the job has succeeded. */
            checkout_url?: string | null;
            /**
             * Format: date-time
             * @description Time of the order.
             */
            created_at: string;
            /**
             * @description Its currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_rch"];
            /** @description The job that creates the page. */
            job_id: components["schemas"]["Id_job"];
            /** @description The returned part of the payment. */
            refunded: components["schemas"]["Money"];
            /** @description Money that should have been taken back but was spent. */
            shortfall: components["schemas"]["Money"];
            /** @description Its status. */
            status: components["schemas"]["RechargeStatus"];
        };
        /** @description An accepted distribution, and the job that executes it. */
        Distributed: {
            distribution: components["schemas"]["Distribution"];
            job: components["schemas"]["Job"];
        };
        /** @description Credits that a reseller distributes to its business owner, or reclaims. */
        Distribution: {
            /** @description The business owner. */
            business_owner_id: components["schemas"]["Id_usr"];
            /**
             * Format: date-time
             * @description Time of acceptance.
             */
            created_at: string;
            /**
             * Format: int64
             * @description The amount; negative if reclaimed.
             * @example 500
             */
            credits: number;
            error?: components["schemas"]["JobError"] | null;
            /**
             * Format: date-time
             * @description End time.
             */
            finished_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_dst"];
            /** @description Its job. */
            job_id: components["schemas"]["Id_job"];
            /** @description The reseller's note. */
            note?: string | null;
            /** @description The reseller. */
            reseller_id: components["schemas"]["Id_usr"];
            /** @description Its status. */
            status: components["schemas"]["DistributionStatus"];
        };
        /**
         * @description Status of a distribution.
         * @enum {string}
         */
        DistributionStatus: "pending" | "succeeded" | "failed" | "cancelled";
        /** @description The result of a simulated send. Nothing was changed. */
        DryRun: {
            /** @description Whether it would be accepted. */
            accepted: boolean;
            /** @description The rendered text. */
            body?: string | null;
            content?: components["schemas"]["Content"] | null;
            /** @description Always `true`. */
            dry_run: boolean;
            /**
             * Format: double
             * @description Expected time in its queue: for your own backlog, at the pace of the last minute, or until its channel reopens.
             *     Null if unknown.
             */
            expected_delay_seconds?: number | null;
            /**
             * Format: int64
             * @description Price in credits.
             */
            price?: number | null;
            /** @description Why not. */
            refusals: components["schemas"]["Refused"][];
            /**
             * Format: date-time
             * @description The earliest send time.
             */
            run_at?: string | null;
            /**
             * Format: int32
             * @description Billable segments.
             */
            segments?: number | null;
            /**
             * Format: date-time
             * @description The end of WhatsApp's window for free texts to this phone, by our records; WhatsApp's own clock decides.
             */
            window_ends_at?: string | null;
        };
        /**
         * @description A new text for a message.
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
             * @description The action.
             * @example user.suspended
             */
            action: string;
            actor?: components["schemas"]["Who"] | null;
            /** @description The client's address. */
            address?: string | null;
            /** @description The new state; for a change, the differing fields. */
            after?: unknown;
            api_key_id?: components["schemas"]["Id_key"] | null;
            /** @description The previous state; for a change, the differing fields. */
            before?: unknown;
            /**
             * Format: date-time
             * @description Time of the action.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_aud"];
            /** @description The request. */
            request_id?: string | null;
            session_id?: components["schemas"]["Id_ses"] | null;
            subject?: components["schemas"]["Who"] | null;
            /** @description The target's id. */
            target?: string | null;
        };
        /** @description An event about a user's resource. */
        Event: {
            /**
             * Format: date-time
             * @description Time of the event.
             */
            created_at: string;
            /** @description Its payload. */
            data: {
                [key: string]: unknown;
            };
            /** @description Its id. */
            id: components["schemas"]["Id_evt"];
            /**
             * Format: int64
             * @description Its number. Of two events about one resource, the higher is later; the log is in the order of transactions, in
             *     which numbers may step back a little.
             */
            seq: number;
            /**
             * @description Its type: `job.succeeded`, `message.delivered`, `credits.balance_changed` …
             * @example message.delivered
             */
            type: string;
        };
        /** @description A position in the log. */
        EventCursor: {
            /** @description For `after`, or as `Last-Event-ID`. */
            cursor: string;
        };
        /** @description Events in the order of the request. */
        Events: {
            data: components["schemas"]["Event"][];
            /** @description Whether events after `after` were purged, so that some may be missing: reload your state. Always false with `desc`. */
            gap: boolean;
            /** @description Where to continue; always set, even at the end. */
            next_cursor: string;
        };
        /** @description A job and, on request, its attempts or explanation. */
        Expanded: components["schemas"]["Job"] & {
            attempts?: components["schemas"]["Attempt"][] | null;
            /**
             * @description Why it waits, or how it ended.
             * @example Attempt 1 failed: WhatsApp can't be reached. Attempt 2 of 6 follows at 2026-01-02T03:04:05Z.
             */
            explanation?: string | null;
        };
        /** @description Jobs that failed alike. */
        FailureGroup: {
            /**
             * @description The code of their error.
             * @example recipient_not_on_whatsapp
             */
            code?: string | null;
            /**
             * Format: int64
             * @description Their number.
             */
            jobs: number;
            /**
             * @description Their kind.
             * @example whatsapp.deliver
             */
            kind: string;
            /**
             * Format: date-time
             * @description When the latest of them failed.
             */
            latest_at: string;
            /** @description The latest of them. */
            latest_job_id: components["schemas"]["Id_job"];
            /** @description The owner's name. */
            latest_owner?: string | null;
            latest_owner_id?: components["schemas"]["Id_usr"] | null;
            /**
             * @description Their queue.
             * @example whatsapp
             */
            queue: string;
        };
        /** @description Failed jobs of a period. */
        Failures: {
            /** @description Most jobs first; at most 100 groups. */
            data: components["schemas"]["FailureGroup"][];
            /** @description Whether there were more: the newest 10,000 failures are counted. */
            is_partial: boolean;
            /**
             * Format: date-time
             * @description The start of the period.
             */
            since: string;
        };
        /** @description An invalid field. */
        FieldError: {
            /**
             * @description The field's path.
             * @example to
             */
            field: string;
            /** @description Why the field is invalid. */
            message: string;
        };
        /** @description A template with all its parameters. */
        FilledTemplate: {
            /** @description URL suffixes of the buttons. */
            button_parameters?: string[];
            /** @description The category declared by its owner. */
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
        /** @description A found message. */
        FoundMessage: components["schemas"]["ChatMessage"] & {
            /** @description Its text around the first match, at most 200 characters, in pieces. */
            highlights: components["schemas"]["Highlight"][];
            /**
             * Format: double
             * @description Its relevance: comparable within one search only; 0 in the order `newest`.
             */
            score: number;
        };
        /** @description The health of this process. */
        Health: {
            /** @description Whether Postgres accepts writes. */
            database: boolean;
            /** @description The problems found. */
            problems: components["schemas"]["Trouble"][];
            /** @description Whether Redis accepts writes. */
            redis: boolean;
            status: components["schemas"]["Status"];
        };
        /** @description A piece of a message's extract. */
        Highlight: {
            /** @description Whether the search found it. */
            match: boolean;
            /** @description The text, in NFC. */
            text: string;
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
        /** @description A job's row as visible to its owner. */
        Job: {
            /**
             * Format: int32
             * @description Number of attempts; the running one counts.
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
             * @description End time.
             */
            finished_at?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_job"];
            /**
             * @description Its kind.
             * @example whatsapp.deliver
             */
            kind: string;
            /**
             * Format: int32
             * @description Maximum number of attempts.
             */
            max_attempts: number;
            /**
             * Format: int32
             * @description Percent done of the current attempt, if the kind reports it; 100 once it succeeded.
             */
            progress?: number | null;
            /** @description Its result. */
            result?: unknown;
            retried_from?: components["schemas"]["Id_job"] | null;
            /**
             * Format: date-time
             * @description Earliest time of the next run.
             */
            run_at: string;
            /**
             * Format: date-time
             * @description Start time of the first attempt.
             */
            started_at?: string | null;
            /** @description Its state. */
            state: components["schemas"]["JobState"];
        };
        /** @description Number of jobs in a state. */
        JobCount: {
            /** @description Whether there may be more. */
            capped: boolean;
            /**
             * Format: int64
             * @description The number, or a lower bound.
             */
            count: number;
            state: components["schemas"]["JobState"];
        };
        /** @description Jobs by state. */
        JobCounts: {
            /**
             * Format: date-time
             * @description Jobs accepted later are not counted.
             */
            as_of: string;
            /** @description Each state once. */
            data: components["schemas"]["JobCount"][];
            /**
             * Format: int64
             * @description The highest count.
             * @example 10000
             */
            limit: number;
        };
        /** @description The failure of a job or a message. */
        JobError: {
            /**
             * @description Stable code, for programs.
             * @example recipient_unreachable
             */
            code: string;
            /** @description A sentence, for people. */
            message: string;
            /** @description Whether the same request may succeed when it is sent again. */
            retryable: boolean;
        };
        /**
         * @description State of a job.
         * @enum {string}
         */
        JobState: "queued" | "running" | "retrying" | "succeeded" | "failed" | "cancelled";
        /** @description A past audit. */
        LedgerAudit: {
            /** @description Its job. */
            job_id: components["schemas"]["Id_job"];
            /** @description Its result. */
            proof: components["schemas"]["Proof"];
        };
        /** @description Tokens and their user. */
        Login: {
            /** @description For the header `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             */
            expires_in: number;
            /** @description Valid once, for `POST /v1/auth/refresh`. Absent if sent in a cookie. */
            refresh_token?: string | null;
            /** @example bearer */
            token_type: string;
            user: components["schemas"]["User"];
        };
        /**
         * @description A session to end besides that of the access token.
         * @example {}
         */
        Logout: {
            /** @description Ends this token's session, even if the access token has expired. Defaults to the cookie's. */
            refresh_token?: string | null;
        };
        /** @description A file to send. The provider fetches it and checks its format and size. */
        Media: {
            /** @description A caption, at most 1024 characters; images, videos and documents only. */
            caption?: string | null;
            /** @description A document's file name. */
            filename?: string | null;
            /** @description The provider's id of an uploaded file. */
            id?: string | null;
            /**
             * @description An `https` URL of the file itself, on a public host name. Either this or `id`.
             * @example https://example.com/invoice-17.pdf
             */
            link?: string | null;
            /** @description The file type. */
            type: components["schemas"]["MediaKind"];
        };
        /**
         * @description File types that WhatsApp displays.
         * @enum {string}
         */
        MediaKind: "image" | "video" | "audio" | "document" | "sticker";
        /** @description A message. */
        Message: {
            /** @description The text; of a template as its recipient reads it, of a file its caption. */
            body: string;
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            content?: components["schemas"]["Content"] | null;
            /**
             * Format: date-time
             * @description When it was accepted.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was delivered to its recipient.
             */
            delivered_at?: string | null;
            error?: components["schemas"]["JobError"] | null;
            /** @description The number that an inbound message came from. */
            from?: string | null;
            /** @description Its id. */
            id: components["schemas"]["Id_msg"];
            job_id?: components["schemas"]["Id_job"] | null;
            /** @description The sender's metadata; visible to its sender only. Of an inbound message: `type`, as the provider names it. */
            metadata: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Price in credits; visible to its sender only.
             */
            price?: number | null;
            provider_error?: components["schemas"]["ProviderError"] | null;
            /** @description The provider's message id. */
            provider_message_id?: string | null;
            /**
             * Format: date-time
             * @description When the recipient read it.
             */
            read_at?: string | null;
            recipient?: components["schemas"]["UserRef"] | null;
            /** @description Of an inbound message: the provider's id of the message that it quotes, reacts to, edits or revokes. */
            reference_id?: string | null;
            retry_of?: components["schemas"]["Id_msg"] | null;
            /**
             * Format: int32
             * @description Parts that the channel bills.
             */
            segments: number;
            /**
             * Format: date-time
             * @description Earliest time of sending.
             */
            send_at?: string | null;
            sender?: components["schemas"]["UserRef"] | null;
            /**
             * Format: date-time
             * @description When the provider accepted it.
             */
            sent_at?: string | null;
            /** @description The status. */
            status: components["schemas"]["MessageStatus"];
            /** @description The destination as given by the sender. Of an inbound message: the receiving number, as its provider has it. */
            to: string;
        };
        /**
         * @description Sent or received messages.
         * @enum {string}
         */
        MessageDirection: "sent" | "received";
        /** @description Messages of a conversation. */
        MessagePage: {
            /** @description Messages: newest first, or oldest first with `after_seq`. */
            data: components["schemas"]["MessageWithCompletion"][];
            /** @description The next page in the same direction; null at the end. */
            next_cursor?: string | null;
            /** @description The page in the opposite direction and order; null if there is none. */
            previous_cursor?: string | null;
            /** @description The store that served them; contents are the same. */
            source: components["schemas"]["PageSource"];
        };
        /** @description A message preview. */
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
            /** @description The status. */
            status: components["schemas"]["MessageStatus"];
        };
        /**
         * @description Status of a message.
         * @enum {string}
         */
        MessageStatus: "scheduled" | "queued" | "cancelled" | "unknown" | "sent" | "failed" | "delivered" | "read";
        /** @description Counts of messages sent in a period. */
        MessageSummary: {
            /**
             * @description Bucket sizes for counts.
             * @enum {string}
             */
            bucket: "hour" | "day";
            /** @description Oldest first; empty groups are omitted. */
            data: components["schemas"]["StatusCount"][];
            /** Format: date-time */
            since: string;
            /** @description Totals by status; each status is present. */
            total: {
                [key: string]: number;
            };
            /** Format: date-time */
            until: string;
        };
        /** @description A message, with its completion if sent by the assistant, or its job if it is a question. */
        MessageWithCompletion: components["schemas"]["ChatMessage"] & {
            completion?: components["schemas"]["CompletionInfo"] | null;
            job_id?: components["schemas"]["Id_job"] | null;
        };
        /** @description A wallet that differs from a replay of its transfers. */
        Mismatch: {
            /**
             * Format: int64
             * @description Its recorded balance.
             */
            balance: number;
            /**
             * Format: int64
             * @description The sum of its transfers.
             */
            replayed: number;
            transfer_id?: components["schemas"]["Id_txf"] | null;
            /** @description Its owner. */
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
         * @description A key to create.
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
             * @description Time of expiry; never by default.
             */
            expires_at?: string | null;
            /** @description Its name. */
            name: string;
            /** @description Its permissions; by default all of its creator's. */
            scopes?: components["schemas"]["Scope"][] | null;
        };
        /**
         * @description A new audit.
         * @example {
         *       "full": true
         *     }
         */
        NewAudit: {
            /** @description Replays the whole ledger and checks its hash chain; otherwise each wallet since its latest checkpoint. */
            full?: boolean;
        };
        /**
         * @description Further fields of a new business owner.
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
         * @description A message to post.
         * @example {
         *       "body": "Hello",
         *       "client_id": "a-1"
         *     }
         */
        NewChatMessage: {
            /** @description Any text, at most 16 KB of UTF-8. */
            body: string;
            /** @description The client's own id: a repeat returns the first message. */
            client_id?: string | null;
        };
        /**
         * @description A conversation to create.
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
            /** @description A group's name; stored in NFC, without control and format characters. */
            name?: string | null;
            /** @description Ids or names of the other members; the caller is a member too. */
            participants?: string[];
        };
        /**
         * @description A deposit of money.
         * @example {
         *       "amount": "100.50"
         *     }
         */
        NewDeposit: {
            /** @description The amount, in the platform's currency. */
            amount: components["schemas"]["Amount"];
        };
        /**
         * @description Credits to distribute to a business owner, or to reclaim.
         * @example {
         *       "business_owner_id": "usr_01h2xcejqtf2nbrexx3vqjhp41",
         *       "credits": 500,
         *       "note": "March"
         *     }
         */
        NewDistribution: {
            /** @description One of your business owners. */
            business_owner_id: components["schemas"]["Id_usr"];
            /**
             * Format: int64
             * @description The amount.
             */
            credits: number;
            /** @description A note. */
            note?: string | null;
        };
        /**
         * @description A list of distributions.
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
            /** @description The distributions, 1,000 at most. */
            items: components["schemas"]["NewDistribution"][];
            /** @description Default reason for items without one. */
            note?: string | null;
        };
        /**
         * @description A user to add to a group.
         * @example {
         *       "user": "carol"
         *     }
         */
        NewMember: {
            /** @description The user's id or name. */
            user: string;
        };
        /**
         * @description A message to send.
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
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            media?: components["schemas"]["Media"] | null;
            /** @description Your own data, at most 4 KB of JSON; returned with the message. */
            metadata?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description Earliest time of sending; at most a year ahead.
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
             * @description Number of credits.
             */
            credits: number;
            /** @description Reason. */
            note?: string | null;
            /** @description The user's id or name. */
            user: string;
        };
        /** @description A business' own number to claim. */
        NewNumber: {
            /** @description A token that may send from it. It is never shown again. */
            access_token: string;
            /**
             * @description The number's WhatsApp Business Account. If given, its webhooks must be subscribed.
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
         * @description A purchase of credits.
         * @example {
         *       "credits": 500
         *     }
         */
        NewRecharge: {
            /**
             * Format: int64
             * @description Number of credits.
             */
            credits: number;
        };
        /**
         * @description A new subscription.
         * @example {
         *       "plan": "pro"
         *     }
         */
        NewSubscription: {
            /** @description The plan. */
            plan: components["schemas"]["PaidPlan"];
        };
        /** @description A template to create. */
        NewTemplate: {
            /**
             * @description The text, at most 1024 characters, with placeholders like `{{first_name}}`.
             * @example Hello {{first_name}}, your parcel {{parcel}} is on its way.
             */
            body: string;
            /**
             * Format: int32
             * @description The number of its buttons with a URL that changes with each message.
             */
            buttons?: number;
            /** @description Its purpose. */
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
         * @description A template to grant.
         * @example {
         *       "name": "delivery_note",
         *       "user": "alice"
         *     }
         */
        NewTemplateGrant: {
            /** @description Only in this language; all if omitted. */
            language?: string | null;
            /** @description The template's name at the provider: small letters, digits and underscores. */
            name: string;
            /** @description The account, by id or name. */
            user: string;
        };
        /**
         * @description A transfer to another user.
         * @example {
         *       "amount": "100.50",
         *       "note": "Lunch",
         *       "receiver": "bob"
         *     }
         */
        NewTransfer: {
            /** @description The amount. */
            amount: components["schemas"]["Amount"];
            /** @description A note. */
            note?: string | null;
            /** @description The receiver's id or name. */
            receiver: string;
        };
        /**
         * @description A user to create.
         * @example {
         *       "password": "correct horse battery",
         *       "username": "carol"
         *     }
         */
        NewUser: {
            /** @description E-mail address; unique. */
            email?: string | null;
            /** @description First name; stored in NFC, without control and format characters. */
            first_name?: string | null;
            /** @description Last name; stored in the same way. */
            last_name?: string | null;
            /** @description Mobile number in E.164; unique. */
            mobile?: string | null;
            /**
             * Format: password
             * @description At least 8 characters, all significant; not a common one, and not similar to the user's other fields.
             */
            password: string;
            /** @description Letters, digits, `_`, `.` and `-`; unique, case-insensitive. */
            username: string;
        };
        NewUserWithNewBusiness: components["schemas"]["NewUser"] & components["schemas"]["NewBusiness"];
        NewUserWithRoleAssignment: components["schemas"]["NewUser"] & components["schemas"]["RoleAssignment"];
        /** @description An opt-out of a phone. */
        OptOut: {
            /** @description The sender whose messages are blocked. */
            applies_to: components["schemas"]["OptOutOf"];
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: date-time
             * @description Time of the opt-out.
             */
            created_at: string;
            /** @description The messages that are blocked. */
            scope: components["schemas"]["OptOutScope"];
            /**
             * @description The phone's number.
             * @example +15550100001
             */
            to: string;
        };
        /**
         * @description The sender whose messages an opt-out blocks.
         * @enum {string}
         */
        OptOutOf: "account" | "shared_number";
        /**
         * @description Scope of an opt-out.
         * @enum {string}
         */
        OptOutScope: "all" | "marketing";
        /**
         * @description A one-time code received by phone.
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
            /** @description Transport of the refresh token. */
            token_transport?: components["schemas"]["TokenTransport"];
        };
        /**
         * @description A request for a one-time code.
         * @example {
         *       "mobile": "+15550100001"
         *     }
         */
        OtpRequest: {
            /** @description Mobile number in E.164. */
            mobile: string;
        };
        /**
         * @description A user's change to itself. Absent fields stay; null removes optional ones.
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
            /** @description Letters, digits, `_`, `.` and `-`; unique, case-insensitive. */
            username?: string;
        };
        /** @description A business' own number. */
        OwnNumber: {
            /** @description The number's WhatsApp Business Account, if given by its owner. */
            business_account_id?: string | null;
            /**
             * Format: date-time
             * @description Time of the claim.
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
            /** @description The error code of the verification job. */
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
                 * @description Time of creation.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description Time of expiry.
                 */
                expires_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_key"];
                /**
                 * Format: date-time
                 * @description Time of the last use, to the minute.
                 */
                last_used_at?: string | null;
                /** @description Its name, chosen by its owner. */
                name: string;
                /**
                 * @description Its first characters.
                 * @example swb_00c0ffee
                 */
                prefix: string;
                /** @description Its permissions. */
                scopes: components["schemas"]["Scope"][];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Contact: {
            /** @description The rows. */
            data: {
                /** @description The channel on which it wrote. */
                channel: components["schemas"]["Channel"];
                /**
                 * Format: date-time
                 * @description Time of its last message, by its provider's clock.
                 */
                last_inbound_at: string;
                last_message?: components["schemas"]["MessagePreview"] | null;
                /**
                 * @description Its number, or WhatsApp's id of a user whose number is hidden.
                 * @example +15550100001
                 */
                to: string;
                /** @description Whether its newest message is unread. */
                unread: boolean;
                /**
                 * Format: date-time
                 * @description WhatsApp takes free-form texts to this phone until then, as far as we know; its own clock decides. Null if it
                 *     takes templates only.
                 */
                window_ends_at?: string | null;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Conversation: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description Time of creation.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_conv"];
                /** @description Its kind. */
                kind: components["schemas"]["ConversationKind"];
                last_message?: components["schemas"]["ChatMessage"] | null;
                /**
                 * Format: int64
                 * @description The newest message's number; 0 if there is none.
                 */
                last_seq: number;
                /** @description Its name; null if it has none. */
                name?: string | null;
                owner_id?: components["schemas"]["Id_usr"] | null;
                /** @description Its members, in the order of joining. */
                participants: components["schemas"]["Participant"][];
                /**
                 * Format: int64
                 * @description Messages of others that the caller has not read; counted up to 1000.
                 */
                unread_count: number;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Day: {
            /** @description The rows. */
            data: {
                /**
                 * @description Their cost at the model's provider.
                 * @example 0.001250
                 */
                cost: string;
                /**
                 * Format: date
                 * @description The UTC day of acceptance.
                 */
                day: string;
                /**
                 * Format: int64
                 * @description Output tokens.
                 */
                output_tokens: number;
                /**
                 * Format: int64
                 * @description Prompt tokens.
                 */
                prompt_tokens: number;
                /**
                 * Format: int32
                 * @description Accepted questions.
                 */
                requests: number;
                /**
                 * Format: int32
                 * @description Counted ones: answered or in progress.
                 */
                used: number;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Deposit: {
            /** @description The rows. */
            data: {
                /** @description The amount. */
                amount: components["schemas"]["Money"];
                /** @description The payment URL; null until the job has succeeded. */
                checkout_url?: string | null;
                /**
                 * Format: date-time
                 * @description Time of the order.
                 */
                created_at: string;
                /**
                 * @description Its currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_rch"];
                /** @description The job that creates the page. */
                job_id: components["schemas"]["Id_job"];
                /** @description The returned part of the payment. */
                refunded: components["schemas"]["Money"];
                /** @description Money that should have been taken back but was spent. */
                shortfall: components["schemas"]["Money"];
                /** @description Its status. */
                status: components["schemas"]["RechargeStatus"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Distribution: {
            /** @description The rows. */
            data: {
                /** @description The business owner. */
                business_owner_id: components["schemas"]["Id_usr"];
                /**
                 * Format: date-time
                 * @description Time of acceptance.
                 */
                created_at: string;
                /**
                 * Format: int64
                 * @description The amount; negative if reclaimed.
                 * @example 500
                 */
                credits: number;
                error?: components["schemas"]["JobError"] | null;
                /**
                 * Format: date-time
                 * @description End time.
                 */
                finished_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_dst"];
                /** @description Its job. */
                job_id: components["schemas"]["Id_job"];
                /** @description The reseller's note. */
                note?: string | null;
                /** @description The reseller. */
                reseller_id: components["schemas"]["Id_usr"];
                /** @description Its status. */
                status: components["schemas"]["DistributionStatus"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Entry: {
            /** @description The rows. */
            data: {
                /**
                 * @description The action.
                 * @example user.suspended
                 */
                action: string;
                actor?: components["schemas"]["Who"] | null;
                /** @description The client's address. */
                address?: string | null;
                /** @description The new state; for a change, the differing fields. */
                after?: unknown;
                api_key_id?: components["schemas"]["Id_key"] | null;
                /** @description The previous state; for a change, the differing fields. */
                before?: unknown;
                /**
                 * Format: date-time
                 * @description Time of the action.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_aud"];
                /** @description The request. */
                request_id?: string | null;
                session_id?: components["schemas"]["Id_ses"] | null;
                subject?: components["schemas"]["Who"] | null;
                /** @description The target's id. */
                target?: string | null;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_FoundMessage: {
            /** @description The rows. */
            data: (components["schemas"]["ChatMessage"] & {
                /** @description Its text around the first match, at most 200 characters, in pieces. */
                highlights: components["schemas"]["Highlight"][];
                /**
                 * Format: double
                 * @description Its relevance: comparable within one search only; 0 in the order `newest`.
                 */
                score: number;
            })[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Job: {
            /** @description The rows. */
            data: {
                /**
                 * Format: int32
                 * @description Number of attempts; the running one counts.
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
                 * @description End time.
                 */
                finished_at?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_job"];
                /**
                 * @description Its kind.
                 * @example whatsapp.deliver
                 */
                kind: string;
                /**
                 * Format: int32
                 * @description Maximum number of attempts.
                 */
                max_attempts: number;
                /**
                 * Format: int32
                 * @description Percent done of the current attempt, if the kind reports it; 100 once it succeeded.
                 */
                progress?: number | null;
                /** @description Its result. */
                result?: unknown;
                retried_from?: components["schemas"]["Id_job"] | null;
                /**
                 * Format: date-time
                 * @description Earliest time of the next run.
                 */
                run_at: string;
                /**
                 * Format: date-time
                 * @description Start time of the first attempt.
                 */
                started_at?: string | null;
                /** @description Its state. */
                state: components["schemas"]["JobState"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_LedgerAudit: {
            /** @description The rows. */
            data: {
                /** @description Its job. */
                job_id: components["schemas"]["Id_job"];
                /** @description Its result. */
                proof: components["schemas"]["Proof"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Message: {
            /** @description The rows. */
            data: {
                /** @description The text; of a template as its recipient reads it, of a file its caption. */
                body: string;
                /** @description The channel. */
                channel: components["schemas"]["Channel"];
                content?: components["schemas"]["Content"] | null;
                /**
                 * Format: date-time
                 * @description When it was accepted.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it was delivered to its recipient.
                 */
                delivered_at?: string | null;
                error?: components["schemas"]["JobError"] | null;
                /** @description The number that an inbound message came from. */
                from?: string | null;
                /** @description Its id. */
                id: components["schemas"]["Id_msg"];
                job_id?: components["schemas"]["Id_job"] | null;
                /** @description The sender's metadata; visible to its sender only. Of an inbound message: `type`, as the provider names it. */
                metadata: {
                    [key: string]: unknown;
                };
                /**
                 * Format: int64
                 * @description Price in credits; visible to its sender only.
                 */
                price?: number | null;
                provider_error?: components["schemas"]["ProviderError"] | null;
                /** @description The provider's message id. */
                provider_message_id?: string | null;
                /**
                 * Format: date-time
                 * @description When the recipient read it.
                 */
                read_at?: string | null;
                recipient?: components["schemas"]["UserRef"] | null;
                /** @description Of an inbound message: the provider's id of the message that it quotes, reacts to, edits or revokes. */
                reference_id?: string | null;
                retry_of?: components["schemas"]["Id_msg"] | null;
                /**
                 * Format: int32
                 * @description Parts that the channel bills.
                 */
                segments: number;
                /**
                 * Format: date-time
                 * @description Earliest time of sending.
                 */
                send_at?: string | null;
                sender?: components["schemas"]["UserRef"] | null;
                /**
                 * Format: date-time
                 * @description When the provider accepted it.
                 */
                sent_at?: string | null;
                /** @description The status. */
                status: components["schemas"]["MessageStatus"];
                /** @description The destination as given by the sender. Of an inbound message: the receiving number, as its provider has it. */
                to: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_OptOut: {
            /** @description The rows. */
            data: {
                /** @description The sender whose messages are blocked. */
                applies_to: components["schemas"]["OptOutOf"];
                /** @description The channel. */
                channel: components["schemas"]["Channel"];
                /**
                 * Format: date-time
                 * @description Time of the opt-out.
                 */
                created_at: string;
                /** @description The messages that are blocked. */
                scope: components["schemas"]["OptOutScope"];
                /**
                 * @description The phone's number.
                 * @example +15550100001
                 */
                to: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Payment: {
            /** @description The rows. */
            data: {
                /** @description Its price. */
                amount: components["schemas"]["Money"];
                /**
                 * Format: date-time
                 * @description Time of the order.
                 */
                created_at: string;
                /**
                 * Format: int64
                 * @description Number of credits; null for a deposit.
                 */
                credits?: number | null;
                /**
                 * @description The price's currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_rch"];
                /** @description Whether this payment was reversed and blocks further ones of its user. */
                is_blocking: boolean;
                /** @description The job that created the payment page. */
                job_id: components["schemas"]["Id_job"];
                /** @description What it buys. */
                kind: components["schemas"]["PaymentKind"];
                /** @description Stripe's id of the payment, once it is known. */
                payment_intent?: string | null;
                /** @description The returned part of the payment. */
                refunded: components["schemas"]["Money"];
                /**
                 * Format: int64
                 * @description What should have been taken back but was spent: credits, or minor units of a deposit.
                 */
                shortfall: number;
                /** @description Its status. */
                status: components["schemas"]["RechargeStatus"];
                /** @description The buyer. */
                user: components["schemas"]["UserRef"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Recharge: {
            /** @description The rows. */
            data: {
                /** @description Their price. */
                amount: components["schemas"]["Money"];
                /** @description The payment URL; null until the job has succeeded. */
                checkout_url?: string | null;
                /**
                 * Format: date-time
                 * @description Time of the order.
                 */
                created_at: string;
                /**
                 * Format: int64
                 * @description Number of credits.
                 * @example 500
                 */
                credits: number;
                /**
                 * @description The price's currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_rch"];
                /** @description The job that creates the page. */
                job_id: components["schemas"]["Id_job"];
                /** @description The returned part of the payment. */
                refunded: components["schemas"]["Money"];
                /**
                 * Format: int64
                 * @description Credits that should have been taken back but were spent.
                 */
                shortfall: number;
                /** @description Its status. */
                status: components["schemas"]["RechargeStatus"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Session: {
            /** @description The rows. */
            data: {
                /** @description The client's address at login. */
                address?: string | null;
                /**
                 * Format: date-time
                 * @description Time of the login.
                 */
                created_at: string;
                /** @description Whether it is the session of this request. */
                current: boolean;
                /**
                 * Format: date-time
                 * @description Time of expiry.
                 */
                expires_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_ses"];
                /**
                 * Format: date-time
                 * @description Time at which tokens were last issued, by login or refresh.
                 */
                last_used_at: string;
                /** @description The client's `User-Agent` at login. */
                user_agent?: string | null;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Template: {
            /** @description The rows. */
            data: {
                /** @description The text, with placeholders like `{{first_name}}`. */
                body: string;
                /**
                 * Format: int32
                 * @description The number of its buttons with a URL that changes with each message.
                 */
                buttons: number;
                /** @description Its purpose. */
                category: components["schemas"]["TemplateCategory"];
                /**
                 * Format: date-time
                 * @description Time of creation.
                 */
                created_at: string;
                header?: components["schemas"]["TemplateHeader"] | null;
                /** @description Its id. */
                id: components["schemas"]["Id_tpl"];
                /** @description Its language. */
                language: string;
                /** @description Its name, here and at the provider. */
                name: string;
                /** @description The names of its placeholders, in the provider's order. */
                parameters: string[];
                /**
                 * Format: date-time
                 * @description Time of the last change.
                 */
                updated_at: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_TemplateGrant: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description Time of the grant.
                 */
                created_at: string;
                /** @description Its id. */
                id: components["schemas"]["Id_tgr"];
                /** @description The language; null for all. */
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
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Transaction: {
            /** @description The rows. */
            data: {
                /**
                 * Format: int64
                 * @description Credits received; negative if spent.
                 * @example -1
                 */
                amount: number;
                /** Format: int64 */
                balance_after: number;
                /** @description The other side: a user's name, or `issuer` or `revenue` for the platform. */
                counterparty: string;
                /** @description The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account. */
                counterparty_account: components["schemas"]["Counterparty"];
                /** Format: date-time */
                created_at: string;
                id: components["schemas"]["Id_txf"];
                job_id?: components["schemas"]["Id_job"] | null;
                kind: components["schemas"]["TransferKind"];
                note?: string | null;
                /** @description The id of the reason: a message, a charge, a user. */
                reference: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_Transfer: {
            /** @description The rows. */
            data: {
                /** @description The amount. */
                amount: components["schemas"]["Money"];
                /**
                 * Format: date-time
                 * @description Time of the transfer.
                 */
                created_at: string;
                /**
                 * @description Its currency.
                 * @example USD
                 */
                currency: string;
                /** @description Its id. */
                id: components["schemas"]["Id_txf"];
                /** @description The sender's note. */
                note?: string | null;
                /** @description The receiver. */
                receiver: components["schemas"]["UserRef"];
                /** @description The sender. */
                sender: components["schemas"]["UserRef"];
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_User: {
            /** @description The rows. */
            data: {
                /**
                 * Format: date-time
                 * @description Time of creation.
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
                /** @description Its role. */
                role: components["schemas"]["Role"];
                /** @description Its status. */
                status: components["schemas"]["UserStatus"];
                /** @description Unique, case-insensitive. */
                username: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /** @description A page of a list, newest first. */
        Page_WalletTransaction: {
            /** @description The rows. */
            data: {
                /** @description Money received; negative if spent. */
                amount: components["schemas"]["Money"];
                balance_after: components["schemas"]["Money"];
                /** @description The counterparty: a user's name, or `external` for deposits. */
                counterparty: string;
                /** @description The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account. */
                counterparty_account: components["schemas"]["Counterparty"];
                /** Format: date-time */
                created_at: string;
                id: components["schemas"]["Id_txf"];
                job_id?: components["schemas"]["Id_job"] | null;
                kind: components["schemas"]["TransferKind"];
                note?: string | null;
                /** @description The id of the reason. */
                reference: string;
            }[];
            /**
             * @description The cursor of the next page; null after the last. With selective filters, a page may have fewer rows than
             *     `limit`, even none, and still a cursor: a page scans at most 10,000 rows, and the next one continues there.
             */
            next_cursor?: string | null;
        };
        /**
         * @description Where a page was read from.
         * @enum {string}
         */
        PageSource: "redis" | "postgres";
        /**
         * @description A paid plan.
         * @enum {string}
         */
        PaidPlan: "pro";
        /** @description A member of a conversation. */
        Participant: {
            /** @description First name. */
            first_name?: string | null;
            /** @description The user's id. */
            id: components["schemas"]["Id_usr"];
            /** @description Last name. */
            last_name?: string | null;
            /**
             * Format: int64
             * @description The last message that it has read; 0 if none.
             */
            last_read_seq: number;
            /**
             * Format: date-time
             * @description When it was last online, if known.
             */
            last_seen?: string | null;
            /** @description Whether it is online. */
            online: boolean;
            /** @description Its name. */
            username: string;
        };
        /**
         * @description A new password in place of the current one.
         * @example {
         *       "current_password": "switchboard-demo-1",
         *       "new_password": "correct horse battery"
         *     }
         */
        PasswordChange: {
            /**
             * Format: password
             * @description The current password.
             */
            current_password: string;
            /**
             * Format: password
             * @description By the rules of sign-up.
             */
            new_password: string;
        };
        /**
         * @description A new password in place of a forgotten one.
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
        /** @description A recharge or deposit of any account. */
        Payment: {
            /** @description Its price. */
            amount: components["schemas"]["Money"];
            /**
             * Format: date-time
             * @description Time of the order.
             */
            created_at: string;
            /**
             * Format: int64
             * @description Number of credits; null for a deposit.
             */
            credits?: number | null;
            /**
             * @description The price's currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_rch"];
            /** @description Whether this payment was reversed and blocks further ones of its user. */
            is_blocking: boolean;
            /** @description The job that created the payment page. */
            job_id: components["schemas"]["Id_job"];
            /** @description What it buys. */
            kind: components["schemas"]["PaymentKind"];
            /** @description Stripe's id of the payment, once it is known. */
            payment_intent?: string | null;
            /** @description The returned part of the payment. */
            refunded: components["schemas"]["Money"];
            /**
             * Format: int64
             * @description What should have been taken back but was spent: credits, or minor units of a deposit.
             */
            shortfall: number;
            /** @description Its status. */
            status: components["schemas"]["RechargeStatus"];
            /** @description The buyer. */
            user: components["schemas"]["UserRef"];
        };
        /**
         * @description What a payment buys.
         * @enum {string}
         */
        PaymentKind: "recharge" | "deposit";
        /** @description Payment settings. */
        PaymentOffer: {
            /** @description The largest payment, in `currency`. */
            maximum: components["schemas"]["Money"];
            /** @description The smallest payment, in `currency`. */
            minimum: components["schemas"]["Money"];
            pro?: components["schemas"]["PlanOffer"] | null;
            /** @description Whether users can subscribe to a plan. */
            subscriptions: boolean;
        };
        /**
         * @description A user's plan.
         * @enum {string}
         */
        Plan: "basic" | "pro";
        /**
         * @description The interval of a plan's payments.
         * @enum {string}
         */
        PlanInterval: "month";
        /** @description A plan. */
        PlanOffer: {
            interval: components["schemas"]["PlanInterval"];
            price?: components["schemas"]["Money"] | null;
        };
        /** @description The installation and its features. It changes only with the configuration. */
        Platform: {
            assistant?: components["schemas"]["AssistantOffer"] | null;
            /** @description Channels by name; one that is absent is not configured. */
            channels: {
                [key: string]: components["schemas"]["ChannelOffer"];
            };
            /**
             * @description Whether the console has the chaos page, on which admins break the system on purpose: only `switchboard dev` with
             *     the simulated WhatsApp.
             */
            chaos: boolean;
            /** @description The price of a credit, in `currency`. */
            credit_price: components["schemas"]["Money"];
            /**
             * @description The currency of wallets and prices, ISO 4217.
             * @example USD
             */
            currency: string;
            limits: components["schemas"]["PlatformLimits"];
            links: components["schemas"]["PlatformLinks"];
            /**
             * @description Display name.
             * @example Switchboard
             */
            name: string;
            /** @description Whether one-time codes can be sent: for phone logins and password resets. */
            one_time_codes: boolean;
            payments?: components["schemas"]["PaymentOffer"] | null;
            signup: components["schemas"]["Signup"];
            /** @description Its version. */
            version: string;
        };
        /** @description Limits of requests. */
        PlatformLimits: {
            /** @description Bytes of a request body. */
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
             * @description Days a message can be scheduled ahead.
             */
            schedule_ahead_days: number;
            /** @description The most per transfer, in `currency`. */
            transfer: components["schemas"]["Money"];
            /** @description The most that a user may send to others per UTC day, in `currency`. */
            transfer_daily: components["schemas"]["Money"];
        };
        /** @description Related pages, as paths of this origin. */
        PlatformLinks: {
            /** @description Interactive API explorer. */
            explorer: string;
            /** @description The OpenAPI document. */
            openapi: string;
            /** @description API reference. */
            reference: string;
        };
        /** @description A JSON object of at most 4096 bytes, with members chosen by the client. */
        Preferences: {
            [key: string]: unknown;
        };
        /** @description An error. Branch on `code`, never on the text. */
        Problem: {
            /**
             * @description Stable code for programs.
             * @example insufficient_credits
             */
            code: string;
            /** @description Explanation for people. */
            detail: string;
            /** @description The invalid fields. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int64
             * @description With `quota_exceeded`: the limit.
             */
            limit?: number | null;
            quota?: components["schemas"]["Quota"] | null;
            /** @description The request's id, for support. */
            request_id?: string | null;
            /** @description Whether the same request may succeed later. */
            retryable: boolean;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The HTTP status text. */
            title: string;
            /**
             * @description URI of the problem type.
             * @example urn:switchboard:error:insufficient_credits
             */
            type: string;
        };
        /** @description A process of the platform. */
        Process: {
            /** @description The name of its machine or container. */
            host?: string | null;
            /**
             * Format: uuid
             * @description Its id, new at each start.
             */
            id: string;
            /**
             * Format: date-time
             * @description Its last heartbeat; one is due every five seconds.
             */
            last_heartbeat_at: string;
            /**
             * Format: int32
             * @description Its process id there.
             */
            pid: number;
            /** @description The queues that a worker serves. */
            queues: string[];
            /** @description What it does. One operating system process may have several roles, each with an entry. */
            role: components["schemas"]["ProcessRole"];
            /** @description Background loops that hang. */
            stalled_loops: string[];
            /**
             * Format: date-time
             * @description When it started.
             */
            started_at: string;
            /** @description Its state. */
            status: components["schemas"]["ProcessStatus"];
            /** @description Its version. */
            version: string;
        };
        /** @description The platform's processes. */
        Processes: {
            /** @description By role and start; null while Redis is unavailable. */
            data?: components["schemas"]["Process"][] | null;
        };
        /**
         * @description What a process does.
         * @enum {string}
         */
        ProcessRole: "api" | "worker" | "scheduler";
        /**
         * @description State of a process.
         * @enum {string}
         */
        ProcessStatus: "running" | "stalled" | "lost";
        /** @description A user's business profile. */
        Profile: {
            address?: components["schemas"]["BTreeMap"] | null;
            bank?: components["schemas"]["BTreeMap"] | null;
            /** @description Its name. */
            business_name?: string | null;
            /** @description Settings stored by a console. */
            settings: {
                [key: string]: unknown;
            };
            whatsapp_mode?: components["schemas"]["WhatsappMode"] | null;
        };
        /**
         * @description A profile change. Absent fields stay; null removes; objects are replaced as a whole.
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
            /** @description Settings stored by a console; at most 4096 bytes. */
            settings?: {
                [key: string]: unknown;
            } | null;
            whatsapp_mode?: components["schemas"]["WhatsappMode"] | null;
        };
        /** @description Result of a ledger audit. */
        Proof: {
            /** @description Result for each asset. */
            assets: components["schemas"]["AssetProof"][];
            /** @description The hash chain behind the ledger. */
            chain?: components["schemas"]["Chain"];
            /**
             * Format: date-time
             * @description Time of the audit.
             */
            checked_at: string;
            /** @description The first of them. */
            distributions?: components["schemas"]["Id_dst"][];
            /**
             * @description Whether everything was replayed from the beginning, and the chain was checked; otherwise each wallet since its
             *     newest checkpoint.
             */
            full?: boolean;
            /** @description Whether all checks below hold. */
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
             * @description Transfers of nonexistent wallets. Checked by a full audit only.
             */
            stray_transfers?: number;
            /** @description The first of them. */
            strays?: components["schemas"]["Id_txf"][];
            /**
             * Format: int64
             * @description Distributions of credits that contradict the ledger.
             */
            wrong_distributions?: number;
            /**
             * Format: int64
             * @description Recharges and deposits that contradict the ledger.
             */
            wrong_recharges?: number;
            /**
             * Format: int64
             * @description Refunds without a charge, with a different amount, or repeated.
             */
            wrong_refunds?: number;
        };
        /** @description An error of the provider. */
        ProviderError: {
            /**
             * Format: int64
             * @description Its code.
             * @example 131026
             */
            code: number;
            /** @description Its details. */
            details?: string | null;
            /** @description Its text. */
            message?: string | null;
            /** @description The provider's request id, for its support. */
            request_id?: string | null;
        };
        /** @description An accepted question, and the job that answers it. */
        Question: {
            job?: components["schemas"]["Job"] | null;
            /** @description The question. */
            message: components["schemas"]["ChatMessage"];
        };
        /** @description A change of a queue. */
        QueueChange: {
            /** @description Whether workers take no jobs from it. */
            paused: boolean;
        };
        /** @description All queues, and all known provider throttles. */
        Queues: {
            data: components["schemas"]["QueueStatus"][];
            /** @description The same, under its former name. */
            lanes?: components["schemas"]["ThrottleState"][] | null;
            /** @description Rate and pause of calls to each provider account; null while Redis is unavailable. */
            throttles?: components["schemas"]["ThrottleState"][] | null;
        };
        /** @description Status of a queue. */
        QueueStatus: {
            /**
             * Format: int64
             * @description Jobs that failed permanently in the last hour, counted up to 50,000 over all queues.
             */
            failed_last_hour: number;
            /**
             * Format: int64
             * @description Job ids in Redis; null while Redis is unavailable.
             */
            in_redis?: number | null;
            /**
             * Format: double
             * @description Seconds since the longest due job came due; null if none is due.
             */
            oldest_due_seconds?: number | null;
            /** @description Whether an admin paused it: workers take no jobs from it. */
            paused: boolean;
            /**
             * Format: date-time
             * @description When it was paused.
             */
            paused_at?: string | null;
            /**
             * @description Its name.
             * @example whatsapp
             */
            queue: string;
            /**
             * Format: double
             * @description Jobs that ended in the last five minutes, per minute.
             */
            rate_per_minute: number;
            /**
             * Format: int64
             * @description Jobs whose last attempt failed and that wait for the next one.
             */
            retrying: number;
            /**
             * Format: int64
             * @description Jobs claimed by workers.
             */
            running: number;
            /**
             * Format: int64
             * @description Jobs that are due later and untried.
             */
            scheduled: number;
            /**
             * Format: int64
             * @description Jobs that are due and untried; counted up to 100,000.
             */
            waiting: number;
        };
        /**
         * @description A quota per account.
         * @enum {string}
         */
        Quota: "sockets" | "streams" | "api_keys" | "templates" | "sessions" | "owned_conversations" | "memberships" | "scheduled_messages" | "open_recharges" | "groups_per_hour" | "members_per_hour" | "refreshes_per_hour" | "bulk_jobs_per_hour";
        /**
         * @description Kind of a quota.
         * @enum {string}
         */
        QuotaKind: "stock" | "open" | "rate";
        /** @description All quotas of an account. */
        Quotas: {
            data: components["schemas"]["QuotaState"][];
        };
        /** @description An account's quota. */
        QuotaState: {
            /** @description Its kind. */
            kind: components["schemas"]["QuotaKind"];
            /**
             * Format: int64
             * @description Its limit.
             */
            limit: number;
            /** @description The quota. */
            name: components["schemas"]["Quota"];
            /**
             * @description The counted unit.
             * @example API keys
             */
            unit: string;
            /**
             * Format: int64
             * @description Current count; null for rates, and for open items while it is unknown.
             */
            used?: number | null;
            /**
             * Format: int32
             * @description For a rate: the window in seconds.
             */
            window_seconds?: number | null;
        };
        /** @description A read position. */
        ReadUntil: {
            /**
             * Format: int64
             * @description The last message read.
             */
            seq: number;
        };
        /** @description A purchase of credits. */
        Recharge: {
            /** @description Their price. */
            amount: components["schemas"]["Money"];
            /** @description The payment URL; null until the job has succeeded. */
            checkout_url?: string | null;
            /**
             * Format: date-time
             * @description Time of the order.
             */
            created_at: string;
            /**
             * Format: int64
             * @description Number of credits.
             * @example 500
             */
            credits: number;
            /**
             * @description The price's currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_rch"];
            /** @description The job that creates the page. */
            job_id: components["schemas"]["Id_job"];
            /** @description The returned part of the payment. */
            refunded: components["schemas"]["Money"];
            /**
             * Format: int64
             * @description Credits that should have been taken back but were spent.
             */
            shortfall: number;
            /** @description Its status. */
            status: components["schemas"]["RechargeStatus"];
        };
        /**
         * @description Status of a recharge or deposit.
         * @enum {string}
         */
        RechargeStatus: "pending" | "paid" | "failed" | "expired" | "refunded";
        /** @description A refresh token; omit it if it is in the cookie. */
        Refresh: {
            /** @description The latest one of this login. Defaults to the cookie's. */
            refresh_token?: string | null;
            /** @description How to return the next one. One sent in the cookie stays there. */
            token_transport?: components["schemas"]["TokenTransport"];
        };
        /** @description Why a send would be refused. */
        Refused: {
            /**
             * @description Stable code for programs.
             * @example insufficient_credits
             */
            code: string;
            /** @description The invalid fields. */
            errors: components["schemas"]["FieldError"][];
            /** @description Explanation for people. */
            message: string;
        };
        /**
         * @description A new name for a group.
         * @example {
         *       "name": "Dinner"
         *     }
         */
        Rename: {
            /** @description The name; stored in NFC, without control and format characters. */
            name: string;
        };
        /**
         * @description A reseller's credits. Sums are gross, since the first transfer: `balance` = `received` − `distributed` + `reclaimed`
         *     − `spent` + `refunded`.
         */
        ResellerStats: {
            /**
             * Format: int64
             * @description The balance.
             */
            balance: number;
            /**
             * Format: int64
             * @description Number of its business owners.
             */
            business_owners: number;
            /** @description The business owners with the most credits received, at most 1000. */
            by_business_owner: components["schemas"]["Share"][];
            /**
             * Format: int64
             * @description Credits distributed to its business owners.
             */
            distributed: number;
            /**
             * Format: int64
             * @description Credits received and bought, minus purchases reversed because their payment was returned.
             */
            received: number;
            /**
             * Format: int64
             * @description Credits reclaimed from them.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description Refunds of them.
             */
            refunded: number;
            /**
             * Format: int64
             * @description Price of its own messages.
             */
            spent: number;
        };
        /**
         * @description A user's role.
         * @enum {string}
         */
        Role: "admin" | "reseller" | "business_owner" | "user";
        /**
         * @description A user's role and, for a business owner, its reseller.
         * @example {
         *       "role": "reseller"
         *     }
         */
        RoleAssignment: {
            parent_id?: components["schemas"]["Id_usr"] | null;
            /** @description The role. */
            role: components["schemas"]["Role"];
        };
        /**
         * @description A permission of a key.
         * @enum {string}
         */
        Scope: "read" | "send" | "billing" | "admin";
        /** @description Sending rights of an account. */
        Sending: {
            /** @description Whether it may send outside the platform now. */
            external: boolean;
            /**
             * Format: int32
             * @description External messages per UTC day, if set by an admin; null: the platform's default.
             */
            external_daily_limit?: number | null;
            external_granted_by?: components["schemas"]["Authority"] | null;
            /**
             * Format: date-time
             * @description Time at which its phone number was verified by a one-time code.
             */
            mobile_verified_at?: string | null;
            /**
             * Format: date-time
             * @description Time at which its sends were stopped; null if they aren't.
             */
            stopped_at?: string | null;
            stopped_by?: components["schemas"]["Authority"] | null;
            /** @description The reason. */
            stopped_reason?: string | null;
        };
        /** @description A session as visible to its user. */
        Session: {
            /** @description The client's address at login. */
            address?: string | null;
            /**
             * Format: date-time
             * @description Time of the login.
             */
            created_at: string;
            /** @description Whether it is the session of this request. */
            current: boolean;
            /**
             * Format: date-time
             * @description Time of expiry.
             */
            expires_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_ses"];
            /**
             * Format: date-time
             * @description Time at which tokens were last issued, by login or refresh.
             */
            last_used_at: string;
            /** @description The client's `User-Agent` at login. */
            user_agent?: string | null;
        };
        /** @description A setting in effect, as operators see it: without secrets. */
        Setting: {
            /**
             * @description Its part of the configuration.
             * @example http
             */
            area: string;
            /** @description Whether its value is never shown. */
            is_secret: boolean;
            /**
             * @description Its variable.
             * @example PORT
             */
            name: string;
            /** @description The origin of its value. */
            source: components["schemas"]["SettingSource"];
            /**
             * @description Its value; null for a secret, and if it has none.
             * @example 8000
             */
            value?: string | null;
        };
        /** @description The settings in effect. */
        Settings: {
            /** @description By area and name. Variables of unconfigured providers are omitted. */
            data: components["schemas"]["Setting"][];
        };
        /**
         * @description The origin of a setting's value.
         * @enum {string}
         */
        SettingSource: "set" | "default" | "unset";
        /** @description A business owner's share of a reseller's distributions. */
        Share: {
            /**
             * Format: int64
             * @description Its balance.
             */
            balance: number;
            /** @description The business owner. */
            business_owner: components["schemas"]["UserRef"];
            /**
             * Format: int64
             * @description Credits distributed to it.
             */
            distributed: number;
            /**
             * Format: int64
             * @description Credits reclaimed from it.
             */
            reclaimed: number;
        };
        /** @description Sign-up settings. */
        Signup: {
            /**
             * Format: int64
             * @description Initial credits of a new user.
             */
            credits: number;
            /** @description Whether sign-up is open. */
            open: boolean;
            /** @description Whether these are promotional: valid for in-app messages only. */
            promotional: boolean;
        };
        /**
         * @description `degraded`: requests are accepted but jobs wait, because Redis is unreachable or refuses writes; nothing is lost.
         *     `unhealthy`: Postgres is unreachable or read-only.
         * @enum {string}
         */
        Status: "healthy" | "degraded" | "unhealthy";
        /** @description The number of messages of one channel and status, accepted in one bucket of time. */
        StatusCount: {
            /** @description The channel. */
            channel: components["schemas"]["Channel"];
            /**
             * Format: int64
             * @description Number of messages.
             */
            messages: number;
            /**
             * Format: date-time
             * @description Start of the bucket.
             */
            since: string;
            /** @description Their current status. */
            status: components["schemas"]["MessageStatus"];
        };
        /** @description A user's subscription in its public form. */
        Subscription: {
            /** @description Whether it ends with its period. */
            cancel_at_period_end: boolean;
            /**
             * Format: date-time
             * @description The next payment date, or the end.
             */
            current_period_end?: string | null;
            /** @description The plan. */
            plan: components["schemas"]["Plan"];
            status?: components["schemas"]["SubscriptionStatus"] | null;
        };
        /**
         * @description Status of a subscription, in Stripe's words.
         * @enum {string}
         */
        SubscriptionStatus: "trialing" | "active" | "past_due" | "unpaid" | "paused" | "incomplete" | "incomplete_expired" | "canceled";
        /** @description Distributions of one reseller, or of all. */
        Summary: {
            /**
             * Format: int64
             * @description The resellers' balance.
             */
            balance: number;
            /**
             * Format: int64
             * @description Number of their business owners.
             */
            business_owners: number;
            /**
             * Format: int64
             * @description Cancelled distributions.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Credits they distributed; gross.
             */
            distributed: number;
            /**
             * Format: int64
             * @description Failed distributions.
             */
            failed: number;
            /**
             * Format: int64
             * @description Distributions with an open job.
             */
            pending: number;
            /**
             * Format: int64
             * @description Credits they received and bought, minus purchases reversed because their payment was returned.
             */
            received: number;
            /**
             * Format: int64
             * @description Credits they reclaimed; gross.
             */
            reclaimed: number;
            /**
             * Format: int64
             * @description Number of resellers included.
             */
            resellers: number;
            /**
             * Format: int64
             * @description Successful distributions, including reclaims.
             */
            succeeded: number;
        };
        /** @description A template. */
        Template: {
            /** @description The text, with placeholders like `{{first_name}}`. */
            body: string;
            /**
             * Format: int32
             * @description The number of its buttons with a URL that changes with each message.
             */
            buttons: number;
            /** @description Its purpose. */
            category: components["schemas"]["TemplateCategory"];
            /**
             * Format: date-time
             * @description Time of creation.
             */
            created_at: string;
            header?: components["schemas"]["TemplateHeader"] | null;
            /** @description Its id. */
            id: components["schemas"]["Id_tpl"];
            /** @description Its language. */
            language: string;
            /** @description Its name, here and at the provider. */
            name: string;
            /** @description The names of its placeholders, in the provider's order. */
            parameters: string[];
            /**
             * Format: date-time
             * @description Time of the last change.
             */
            updated_at: string;
        };
        /**
         * @description A template's purpose. Providers treat and bill categories differently.
         * @enum {string}
         */
        TemplateCategory: "utility" | "marketing" | "authentication";
        /** @description A template of the shared number that an account may send. */
        TemplateGrant: {
            /**
             * Format: date-time
             * @description Time of the grant.
             */
            created_at: string;
            /** @description Its id. */
            id: components["schemas"]["Id_tgr"];
            /** @description The language; null for all. */
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
         * @description A template's header.
         * @enum {string}
         */
        TemplateHeader: "text" | "image" | "video" | "document";
        /** @description A throttle as shown to operators. */
        ThrottleState: {
            /**
             * Format: date-time
             * @description Paused until then.
             */
            closed_until?: string | null;
            /** @description Why it is paused or stopped. */
            code?: string | null;
            /** @description The same, under its former name. */
            lane: string;
            /**
             * Format: double
             * @description Calls per second, once the provider's limit was reached.
             */
            rate?: number | null;
            /** @description Whether an operator must fix something. */
            stopped: boolean;
            /** @description Its key. */
            throttle: string;
        };
        /** @description A single-use socket ticket. */
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
         * @description A user's tier for the assistant.
         * @enum {string}
         */
        Tier: "basic" | "pro";
        /** @description Token usage of an answer. */
        Tokens: {
            /**
             * Format: int64
             * @description Output tokens, including thoughts.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Prompt tokens.
             */
            prompt_tokens: number;
            /**
             * Format: int64
             * @description The sum.
             */
            total_tokens: number;
        };
        /**
         * @description Transport of a refresh token.
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
        /** @description A row of a statement. */
        Transaction: {
            /**
             * Format: int64
             * @description Credits received; negative if spent.
             * @example -1
             */
            amount: number;
            /** Format: int64 */
            balance_after: number;
            /** @description The other side: a user's name, or `issuer` or `revenue` for the platform. */
            counterparty: string;
            /** @description The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account. */
            counterparty_account: components["schemas"]["Counterparty"];
            /** Format: date-time */
            created_at: string;
            id: components["schemas"]["Id_txf"];
            job_id?: components["schemas"]["Id_job"] | null;
            kind: components["schemas"]["TransferKind"];
            note?: string | null;
            /** @description The id of the reason: a message, a charge, a user. */
            reference: string;
        };
        /** @description A money transfer between users. */
        Transfer: {
            /** @description The amount. */
            amount: components["schemas"]["Money"];
            /**
             * Format: date-time
             * @description Time of the transfer.
             */
            created_at: string;
            /**
             * @description Its currency.
             * @example USD
             */
            currency: string;
            /** @description Its id. */
            id: components["schemas"]["Id_txf"];
            /** @description The sender's note. */
            note?: string | null;
            /** @description The receiver. */
            receiver: components["schemas"]["UserRef"];
            /** @description The sender. */
            sender: components["schemas"]["UserRef"];
        };
        /**
         * @description Kind of a transfer. Unique with its reference: it happens once.
         * @enum {string}
         */
        TransferKind: "grant" | "mint" | "charge" | "refund" | "distribution" | "reclaim" | "transfer" | "funding" | "recharge" | "deposit" | "reversal" | "restoration" | "conversion";
        /**
         * @description A health problem.
         * @enum {string}
         */
        Trouble: "database_unreachable" | "database_read_only" | "redis_unreachable" | "redis_read_only" | "redis_full" | "redis_no_replicas" | "redis_refuses_writes" | "sessions_unknown";
        /** @description A user's usage of today. */
        Usage: {
            /**
             * Format: int32
             * @description Completions per UTC day; null: fair use.
             */
            limit?: number | null;
            /**
             * Format: int32
             * @description Completions left today; null without a limit.
             */
            remaining?: number | null;
            /**
             * Format: date-time
             * @description Start of the next day.
             */
            resets_at: string;
            /** @description Its tier. */
            tier: components["schemas"]["Tier"];
            /**
             * Format: int32
             * @description Completions used today, without returned ones.
             */
            used: number;
        };
        /** @description Message costs by day and channel. */
        UsageReport: {
            /** @description Newest day first; days and channels without messages are omitted. */
            data: components["schemas"]["CreditUsage"][];
            /** Format: date */
            from: string;
            /** Format: date */
            to: string;
            /** @description Totals of the period. */
            total: components["schemas"]["Total"];
        };
        /** @description A user. */
        User: {
            /**
             * Format: date-time
             * @description Time of creation.
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
            /** @description Its role. */
            role: components["schemas"]["Role"];
            /** @description Its status. */
            status: components["schemas"]["UserStatus"];
            /** @description Unique, case-insensitive. */
            username: string;
        };
        /**
         * @description An admin's change to a user. Absent fields stay; null removes.
         * @example {
         *       "status": "suspended"
         *     }
         */
        UserChange: {
            /**
             * Format: int32
             * @description Completions per day, regardless of its tier; null: the tier's limit. Enforced by the caller of [`change_user`].
             */
            completion_limit?: number | null;
            /** @description E-mail address. */
            email?: string | null;
            /**
             * Format: int32
             * @description External messages per UTC day; null: the platform's default.
             */
            external_daily_limit?: number | null;
            /** @description Whether it may send outside the platform, regardless of a verified phone number. */
            external_sending?: boolean | null;
            /** @description First name. */
            first_name?: string | null;
            /** @description Last name. */
            last_name?: string | null;
            /** @description Mobile number in E.164. */
            mobile?: string | null;
            parent_id?: components["schemas"]["Id_usr"] | null;
            /**
             * @description Overrides of its role's default quotas, by the names of `GET /v1/quotas`; null: the default. Applied by the
             *     caller of [`change_user`].
             */
            quotas?: {
                [key: string]: number | null;
            } | null;
            /** @description Why its sends are stopped; visible to the account. At most 500 characters. */
            reason?: string | null;
            role?: components["schemas"]["Role"] | null;
            /** @description Stops its sends and holds pending ones; or resumes them. */
            sending_stopped?: boolean | null;
            status?: components["schemas"]["UserStatus"] | null;
        };
        /** @description A user with its business profile. */
        UserDetails: components["schemas"]["User"] & {
            /**
             * Format: int32
             * @description Completions per day, if set by an admin.
             */
            completion_limit?: number | null;
            profile?: components["schemas"]["Profile"] | null;
            /** @description Quotas set by an admin, in place of the role's. */
            quotas?: {
                [key: string]: number;
            };
            /** @description Sending permissions. */
            sending: components["schemas"]["Sending"];
        };
        /** @description A reference to a user. */
        UserRef: {
            /** @description Its id. */
            id: components["schemas"]["Id_usr"];
            /** @description Its name. */
            username: string;
        };
        /**
         * @description Status of a user.
         * @enum {string}
         */
        UserStatus: "active" | "suspended";
        /** @description A template to send, with its parameters. */
        UseTemplate: {
            /** @description URL suffixes of its buttons, in their order. */
            button_parameters?: string[];
            header_media?: components["schemas"]["Media"] | null;
            /** @description The header's text, if it has a parameter. */
            header_text?: string | null;
            /**
             * @description Its language; required if the name exists in several.
             * @example en_US
             */
            language?: string | null;
            /**
             * @description The template's name.
             * @example delivery_note
             */
            name: string;
            /** @description A value for each parameter, by name; at most 1024 characters each. */
            parameters?: {
                [key: string]: string;
            };
        };
        /**
         * @description Whether WhatsApp has confirmed that a number belongs to its owner's token.
         * @enum {string}
         */
        Verification: "pending" | "verified" | "failed";
        /** @description A wallet. */
        Wallet: {
            /**
             * @description The part that can be sent to others: excludes money from recent deposits, and is zero while `transfers_blocked`
             *     is set.
             */
            available: components["schemas"]["Money"];
            balance: components["schemas"]["Money"];
            /** @example USD */
            currency: string;
        };
        /** @description A row of a wallet's statement. */
        WalletTransaction: {
            /** @description Money received; negative if spent. */
            amount: components["schemas"]["Money"];
            balance_after: components["schemas"]["Money"];
            /** @description The counterparty: a user's name, or `external` for deposits. */
            counterparty: string;
            /** @description The counterparty with its type: `counterparty` alone can't distinguish a user from a platform account. */
            counterparty_account: components["schemas"]["Counterparty"];
            /** Format: date-time */
            created_at: string;
            id: components["schemas"]["Id_txf"];
            job_id?: components["schemas"]["Id_job"] | null;
            kind: components["schemas"]["TransferKind"];
            note?: string | null;
            /** @description The id of the reason. */
            reference: string;
        };
        /**
         * @description A balance threshold.
         * @example {
         *       "low_balance_threshold": 20
         *     }
         */
        Watch: {
            /**
             * Format: int64
             * @description Threshold of the `credits.balance_low` event; null: off.
             */
            low_balance_threshold?: number | null;
        };
        /** @description The account's WhatsApp channel. */
        WhatsappChannel: {
            /** @description The reason, if not `active`. */
            code?: string | null;
            /**
             * Format: double
             * @description Messages per second, after the number hit its limit.
             */
            messages_per_second?: number | null;
            number?: components["schemas"]["OwnNumber"] | null;
            status: components["schemas"]["ChannelStatus"];
            /**
             * Format: date-time
             * @description The end of the pause, or the time of the next attempt.
             */
            until?: string | null;
        };
        /**
         * @description Whether WhatsApp messages use WhatsApp's official API.
         * @enum {string}
         */
        WhatsappMode: "official" | "unofficial";
        /** @description A user in an entry. */
        Who: {
            /** @description Its id. */
            id: components["schemas"]["Id_usr"];
            /** @description Its current name; null if the user no longer exists. */
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
            /** @description Alive */
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
            /** @description Ready */
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
            /** @description Not ready: Postgres is unreachable or read-only, or the ended sessions are unknown */
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
            /** @description All series of this process, and the state of queues and ledger */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/openmetrics-text": string;
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description The same key and body return the same response for a day, but without `key` */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_scope`: your API key lacks `admin`, or a scope of the new key */
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
            /** @description `quota_exceeded`: `api_keys`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description Revoked */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description Only this action, such as `user.suspended`. */
                action?: string;
                /** @description Only actions of this user. */
                actor?: components["schemas"]["Id_usr"];
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only from this time on. */
                from?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only actions on this user. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description Logged out: the tokens are no longer valid */
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
            /** @description `login_required`: an API key is not enough; `origin_not_allowed`: another origin sends the cookie, or the body is not JSON */
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
            /** @description A code is sent, whether or not a user has the number */
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
            /** @description `validation_failed`; `number_not_allowed`: this number gets no codes; `channel_not_configured` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_codes` for this number, from this address, for similar numbers or in all, or `rate_limited` */
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
            /** @description `invalid_code`: wrong, used, expired, tried too often, or of a suspended user; or an unknown number while sign-up is closed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_not_allowed`: another origin requested the cookie */
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
            /** @description `too_many_logins`: too many failed from this address, or `rate_limited` */
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
            /** @description `conflict_with_other_request` or `unavailable`: retry */
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
            /** @description `busy`: too many passwords are being hashed; or `unavailable` */
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
            /** @description A code is sent if a user has the number; the response is the same */
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
            /** @description `invalid_code`: wrong, used, expired, tried too often, or of a suspended user */
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
            /** @description `validation_failed`: the code is still valid for another password */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_logins`: too many failed from this address, or `rate_limited` */
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
            /** @description `busy`: too many passwords are being hashed, the code stays valid; or `unavailable` */
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
            /** @description `invalid_refresh_token`: unknown, already used, of an ended session, or missing */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `origin_not_allowed`: another origin requests or sends the cookie, or the body is not JSON */
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
            /** @description `POST /v1/auth/refresh` will return tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BrowserSession"];
                };
            };
            /** @description There is no cookie, or its session has ended */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `signup_closed`: only admins create users here */
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
            /** @description `username_taken`, `email_taken`, `mobile_taken`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `busy`: too many passwords are being hashed; or `unavailable` */
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
            /** @description `origin_not_allowed`: another origin requested the cookie */
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
            /** @description `too_many_logins` for this username, or failed ones from this address; or `rate_limited` */
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
            /** @description `busy`: too many passwords are being hashed; or `unavailable` */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only this status. */
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
            /** @description Totals at one point in time */
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
            /** @description Number and status */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `number_taken`: it is the platform's number; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `channel_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `encryption_not_configured`: secrets can't be stored */
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
            /** @description Removed */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no number is set */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this kind. */
                kind?: components["schemas"]["ConversationKind"];
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description The existing conversation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `quota_exceeded`: `owned_conversations`, or a member's `memberships`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `participant_not_found`, `too_many_members`, `assistant_not_available`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not a member */
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
            /** @description `not_found`: no such conversation, or you are not a member */
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
            /** @description Already a member */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description Added */
            201: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `not_found`: no such conversation, or you are not a member */
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
            /** @description `not_a_group`; `quota_exceeded`: the `memberships` of the new member; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `participant_not_found`, `too_many_members`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description Removed */
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
            /** @description `not_owner`: only the owner of a group may remove others; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you or they are not a member */
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
                /** @description Page size: 20 by default, 100 at most. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not a member */
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
            /** @description Already sent with this `client_id` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description Sent */
            201: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChatMessage"];
                };
            };
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not a member */
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
            /** @description `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `channel_not_configured` (no model is set up); `idempotency_key_reused`: the first request with this key had another body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `sending_too_fast`: you sent another message here a moment ago, wait for `Retry-After`; for questions: `daily_limit_reached`, with the reset time, or `fair_use_exceeded`; `rate_limited` */
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
            /** @description Deleted */
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
            /** @description `not_sender`: another user's message; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or you have no access */
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
            /** @description `not_sender`: another user's message; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such message, or you have no access */
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
            /** @description `sending_too_fast`: a user's limit of messages or bytes in all conversations; `rate_limited` */
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
            /** @description Saved */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not a member */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description `relevance` by default. */
                order?: "relevance" | "newest";
                /**
                 * @description Words that must all occur, a `"phrase"`, `or` between alternatives, `-word` to exclude one. A URL or `joined-words`
                 *     are phrases.
                 */
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
                    "application/json": components["schemas"]["Page_FoundMessage"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such conversation, or you are not a member */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`; `search_too_broad`: no word is required */
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
                /** @description The number of the client's last message; later ones are sent first. */
                after_seq?: number;
                /** @description In place of the header: a single-use ticket. */
                ticket?: string;
            };
            header?: never;
            path: {
                /** @description One of your conversations */
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
            /** @description `insufficient_scope`: the API key lacks the scope in `security`; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS */
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
            /** @description `upgrade_required`: WebSocket clients only */
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
            /** @description `tickets_unavailable`, `unavailable`: retry */
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
    chat_messages_search_all: {
        parameters: {
            query: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description `relevance` by default. */
                order?: "relevance" | "newest";
                /**
                 * @description Words that must all occur, a `"phrase"`, `or` between alternatives, `-word` to exclude one. A URL or `joined-words`
                 *     are phrases.
                 */
                q: string;
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
                    "application/json": components["schemas"]["Page_FoundMessage"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`; `search_too_broad`: no word is required */
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
    distributions_list: {
        parameters: {
            query?: {
                /** @description Only those of this business owner. */
                business_owner_id?: components["schemas"]["Id_usr"];
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only this status. */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `forbidden`: not a reseller; `transfers_blocked`: a payment of yours was reversed; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: not your business owner */
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
            /** @description `business_owner_suspended`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `forbidden`: not a reseller, a business owner or an admin; `insufficient_scope` */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_credits`: you have fewer than the total */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: not a reseller; `transfers_blocked`: a payment of yours was reversed; `insufficient_scope` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: one is not your business owner */
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
            /** @description `business_owner_suspended`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_credits`: less is unspent of your distributions */
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
            /** @description `not_found`: not your business owner */
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
            /** @description `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description Totals at one point in time */
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
            query?: {
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `user_not_found`; `idempotency_key_reused`: the first request with this key had another body */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `recharges_blocked`: an earlier payment was reversed; `insufficient_scope` */
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
            /** @description `quota_exceeded`: `open_recharges`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `idempotency_in_flight`: the first request with this key is still running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this kind. */
                kind?: components["schemas"]["TransferKind"];
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description Only rows created at this time or later. */
                since?: string;
                /** @description Only rows created before this time. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    credits_usage: {
        parameters: {
            query?: {
                /** @description Report on this business owner of yours instead; `owner_id` takes precedence. */
                business_owner_id?: components["schemas"]["Id_usr"];
                /** @description The first UTC day, like `2026-01-31`; by default 29 days before `to`. */
                from?: string;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description The last UTC day; today by default. A report covers at most 366 days. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `validation_failed`: invalid days, or too many */
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
                /** @description The previous `next_cursor`, or an event id of the stream; default: the start, with `desc` the end. */
                after?: string;
                /** @description Page size: 20 by default, 100 at most. */
                limit?: number;
                /** @description `asc`: oldest first (the default); `desc`: newest first, for reading the log backwards. */
                order?: "asc" | "desc";
                /** @description Only these event types, comma-separated: exact ones, or groups such as `message.*`. */
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
            /** @description Events */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: unknown types */
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
            /** @description The end of the log */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description Like `Last-Event-ID`, for clients that can't set headers. */
                after?: string;
                /** @description Only these event types, comma-separated: exact ones, or groups such as `message.*`. */
                types?: string;
            };
            header?: {
                /** @description The id of the last event received */
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream; `event` is the type, `data` the event */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
    ops_failures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The failures, most frequent first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Failures"];
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
            /** @description Received */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json`: it can't be read */
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
            /** @description `busy`: too many are in progress; `unavailable`: retry */
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
                /** @description The response to return. */
                "hub.challenge"?: string;
                /** @description `subscribe`. */
                "hub.mode"?: string;
                /** @description The configured verify token. */
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
            /** @description `forbidden`: token mismatch */
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
            /** @description Received */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json`: it can't be read */
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
            /** @description `busy`: too many are in progress; `unavailable`: retry */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this kind. */
                kind?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description Only jobs accepted at this time or later. */
                since?: string;
                /** @description Only this state. */
                state?: components["schemas"]["JobState"];
                /** @description Only jobs accepted before this time. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    jobs_get: {
        parameters: {
            query?: {
                /** @description `attempts`: each attempt. `explain`: the reason for its wait, in a sentence. */
                expand?: "attempts" | "explain";
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description The cancelled job */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description The completion was signalled to stop, and will be `cancelled` */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `job_not_cancellable`: running or ended */
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
                /** @description Like `Last-Event-ID`, for clients that can't set headers. */
                after?: string;
            };
            header?: {
                /** @description For a completion: the attempt and its number of characters received, such as `1:120` */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
                    /** @description The job's path */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `job_not_retryable`: it has not failed; `idempotency_in_flight`: the first request with this key is still running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `recipient_not_found`, `channel_not_configured`, `channel_pending`; `idempotency_key_reused`: the first request with this key had another body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description For a question: `daily_limit_reached` or `fair_use_exceeded`; `rate_limited` */
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
    jobs_bulk: {
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
                "application/json": components["schemas"]["BulkRequest"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkAccepted"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or not yours */
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
            /** @description `bulk_count_changed`: over 1 % more or fewer than expected; `bulk_job_running`: one at a time; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `bulk_too_many_jobs`; `idempotency_key_reused`: the first request with this key had another body */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: `bulk_jobs_per_hour`; `rate_limited` */
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
    jobs_counts: {
        parameters: {
            query?: {
                /** @description Only jobs accepted at this time or earlier; by default now. Their states are the current ones. */
                as_of?: string;
                /** @description Only this kind. */
                kind?: string;
                /**
                 * @description Jobs of this account, or of `all` accounts, instead of yours; admins only. An API key also needs the `admin` scope.
                 *     The audit log records it.
                 */
                owner_id?: string;
                /** @description Only jobs accepted at this time or later. */
                since?: string;
                /** @description Only jobs accepted before this time. */
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
                    "application/json": components["schemas"]["JobCounts"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or not yours */
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
    credits_ledger_audits: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of results with their discrepancies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_LedgerAudit"];
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
    credits_start_ledger_audit: {
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
                "application/json": components["schemas"]["NewAudit"];
            };
        };
        responses: {
            /** @description Accepted; watch the job */
            202: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
                    /** @description The job's path */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AcceptedLedgerAudit"];
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
            /** @description `ledger_audit_started`: an audit was started within this minute; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
    credits_proof: {
        parameters: {
            query?: {
                /**
                 * @description `true`: replays the whole ledger and checks its hash chain. Otherwise replays each wallet since its latest
                 *     checkpoint.
                 */
                full?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The findings */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description The updated user */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description The updated preferences */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `encryption_not_configured`: bank details can't be stored; `unavailable` */
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
                /** @description Only this channel. */
                channel?: components["schemas"]["Channel"];
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this direction: sent or received. */
                direction?: "sent" | "received";
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description Only messages accepted at this time or later. */
                since?: string;
                /** @description Only this status. */
                status?: components["schemas"]["MessageStatus"];
                /** @description Only those to or from this contact: a number in E.164, or a user's id or name. */
                to?: string;
                /** @description Only messages accepted before this time. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    messages_send: {
        parameters: {
            query?: {
                /** @description Only simulate the send, and change nothing. */
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
            /** @description With `dry_run=true`: the simulated result */
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
                    /** @description `true` on a replayed response */
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
            /** @description `quota_exceeded`: `scheduled_messages`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `recipient_not_found`, `recipient_opted_out`, `template_not_found`, `template_ambiguous`, `template_parameters_invalid`, `channel_not_configured`, `channel_pending`; `idempotency_key_reused`: the first request with this key had another body */
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
            query?: {
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description The cancelled message */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `job_not_cancellable`: being sent, or sent */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description By UTC day (default; at most 92 days) or hour (at most 7 days). */
                bucket?: "hour" | "day";
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description Only messages accepted at this time or later; by default 30 days before `until`, by the hour one day. */
                since?: string;
                /** @description Only messages accepted before this time; by default now. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: an invalid or too long period */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of opt-outs */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description Removed */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no opt-out of this phone */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `opt_out_of_shared_number`: the phone opted out of the platform's number and must lift that itself */
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
    ops_payments: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only payments that were reversed and block further ones of their user. */
                is_blocking?: boolean;
                /** @description Only this kind. */
                kind?: components["schemas"]["PaymentKind"];
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only payments ordered at this time or later. */
                since?: string;
                /** @description Only this status. */
                status?: components["schemas"]["RechargeStatus"];
                /** @description Only payments ordered before this time. */
                until?: string;
                /** @description Only those of this user. The audit log records it. */
                user?: components["schemas"]["Id_usr"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of payments */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Payment"];
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
    platform_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` of an earlier response */
                "If-None-Match"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The installation */
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
    ops_processes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All processes, at most 500 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Processes"];
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
    ops_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All queues, including empty ones */
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
    ops_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name */
                queue: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueChange"];
            };
        };
        responses: {
            /** @description The queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueStatus"];
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
            /** @description `not_found`: no such queue */
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
    auth_quotas: {
        parameters: {
            query?: {
                /**
                 * @description Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
                 *     it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    resellers_list: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only those with this text in name, e-mail address or number. */
                q?: string;
                /** @description Only this status. */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `encryption_not_configured`: bank details can't be stored; `busy`: too many passwords are being hashed; `unavailable` */
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
    resellers_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
                user_id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
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
            /** @description `not_found`: no such business owner, or not yours */
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
            /** @description `forbidden`: neither a reseller nor an admin; `external_sending_not_allowed`: the reseller may not send externally; `insufficient_scope` */
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
            /** @description `encryption_not_configured`: bank details can't be stored; `unavailable` */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only this status. */
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
            /** @description Totals at one point in time */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description Ended */
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
            /** @description `not_found`: no such session, or already ended */
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
    ops_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All settings */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
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
    subscription_get: {
        parameters: {
            query?: {
                /**
                 * @description Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
                 *     it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `recharges_blocked`: an earlier payment was reversed; `insufficient_scope` */
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
            /** @description `already_subscribed`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `not_subscribed`; `idempotency_in_flight`: the first request with this key is still running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `not_subscribed`: never subscribed; `idempotency_in_flight`: the first request with this key is still running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `not_subscribed`; `idempotency_in_flight`: the first request with this key is still running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `template_grant_exists`, `too_many_template_grants`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `user_not_found`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description Revoked */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `template_exists`; `quota_exceeded`: `templates`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description Deleted */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this direction: sent or received. */
                direction?: "sent" | "received";
                /** @description Page size: 20 by default, up to 100. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description Done */
            201: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `insufficient_funds`; `funds_held`: too much is from recent deposits */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `transfers_blocked`: a payment of yours was reversed; `insufficient_scope` */
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
            /** @description `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `receiver_not_found`, `transfer_to_yourself`, `transfer_limit_exceeded`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            query?: {
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remaining until `resets_at` */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    assistant_days: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours: any for admins, its business owners for a reseller. An API key also needs
                 *     the `admin` scope. The audit log records it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    users_list: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /** @description Only those with this text in name, e-mail address or number. */
                q?: string;
                /** @description Only this role. */
                role?: components["schemas"]["Role"];
                /** @description Only this status. */
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
                "application/json": components["schemas"]["NewUserWithRoleAssignment"];
            };
        };
        responses: {
            /** @description The new user */
            201: {
                headers: {
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `username_taken`, `email_taken`, `mobile_taken`, `reseller_suspended`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`; `idempotency_key_reused`: the first request with this key had another body */
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
            /** @description `busy`: too many passwords are being hashed; or `unavailable` */
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
    users_keys_of: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
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
            /** @description Unblocked */
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
            /** @description `not_found`: no such user, or not blocked */
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
    users_sessions_of: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
            };
            header?: never;
            path: {
                id: components["schemas"]["Id_usr"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open sessions, newest first; none is `current` */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Session"];
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
    users_lookup: {
        parameters: {
            query: {
                /** @description The full username, case-insensitive. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no active user has this username */
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
            query?: {
                /**
                 * @description Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
                 *     it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
            };
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    wallet_deposits: {
        parameters: {
            query?: {
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
                 *     it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
                    /** @description `true` on a replayed response */
                    "Idempotent-Replayed"?: string;
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
            /** @description `recharges_blocked`: an earlier payment was reversed; `insufficient_scope` */
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
            /** @description `quota_exceeded`: `open_recharges`; `idempotency_in_flight`: the first request with this key is still running */
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
            /** @description `validation_failed`, `payments_not_configured`; `idempotency_key_reused`: the first request with this key had another body */
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
                /** @description The previous page's `next_cursor`, with the same filters. */
                cursor?: string;
                /** @description Only this kind. */
                kind?: components["schemas"]["TransferKind"];
                /** @description Page size: 20 by default, up to 100. */
                limit?: number;
                /**
                 * @description Reads this account instead of yours; admins only. An API key also needs the `admin` scope. The audit log records
                 *     it.
                 */
                owner_id?: components["schemas"]["Id_usr"];
                /** @description Only rows created at this time or later. */
                since?: string;
                /** @description Only rows created before this time. */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: no such account, or you may not read it */
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
    chat_follow_all: {
        parameters: {
            query?: {
                /**
                 * @description Conversations with the number of the client's last message in each, such as `conv_…:12,conv_…:7`; at most 1000.
                 *     Later messages are sent first. Others start with new messages.
                 */
                after?: string;
                /** @description In place of the header: a single-use ticket. */
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
            /** @description `insufficient_scope`: the API key lacks the scope in `security`; `origin_not_allowed`: a ticket of a page that is not in CORS_ORIGINS */
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
            /** @description `upgrade_required`: WebSocket clients only */
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
            /** @description `tickets_unavailable`, `unavailable`: retry */
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
            /** @description Valid once, for 30 seconds */
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
            /** @description `insufficient_scope`: the API key lacks the scope that `security` names */
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
            /** @description `tickets_unavailable`: Redis is down; `unavailable`: retry */
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
