// SPDX-License-Identifier: MPL-2.0
package amqp.spring.boot;

import amqp.client.Address;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** Where a broker is that Testcontainers or Docker Compose has started, and how to log in there. */
record ServiceDetails(
        List<Address> addresses,
        @Nullable String username,
        @Nullable String password,
        @Nullable String virtualHost,
        @Nullable SslBundle sslBundle) {}
