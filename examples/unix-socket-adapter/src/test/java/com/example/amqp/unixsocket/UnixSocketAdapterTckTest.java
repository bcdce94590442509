// SPDX-License-Identifier: MPL-2.0
package com.example.amqp.unixsocket;

import amqp.adapter.spi.Adapter;
import amqp.adapter.spi.Endpoint;
import amqp.adapter.tck.AdapterTck;
import amqp.adapter.tck.Feature;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class UnixSocketAdapterTckTest extends AdapterTck {
    private final Map<Integer, Relay> relays = new HashMap<>();

    @Override
    protected Adapter newAdapter() {
        return UnixSocketAdapter.create();
    }

    @Override
    protected Map<Feature, String> lacking() {
        return Map.of(
                Feature.HOST_AND_PORT, "it connects to a socket file",
                Feature.RESET, "a Unix domain socket ends, it isn't reset");
    }

    @Override
    protected Endpoint endpoint(int port) {
        String file = relays.computeIfAbsent(port, Relay::to).file().toString();
        return Endpoint.of(file, port);
    }

    @AfterEach
    void closeRelays() {
        relays.values().forEach(Relay::close);
    }
}
