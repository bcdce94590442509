// SPDX-License-Identifier: MPL-2.0
package amqp.cli.perf.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The clients by their names on the command line. */
public enum LoadClients {
    SDK,
    AMQP_CLIENT,
    COMPAT;

    /** @param jars of amqp-client; none if it is on the class path */
    public LoadClient open(ClientSettings settings, List<Path> jars) {
        return switch (this) {
            case SDK -> new SdkClient(settings.options(), settings.adapter());
            case AMQP_CLIENT -> JavaClientLoader.load(jars).amqpClient(settings);
            case COMPAT -> JavaClientLoader.load(jars).compat(settings);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
