// SPDX-License-Identifier: MPL-2.0

/** Names the client alone: the adapter is found at run time. */
module example.consumer {
    requires amqp.client;

    exports example.consumer;
}
