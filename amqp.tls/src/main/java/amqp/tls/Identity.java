// SPDX-License-Identifier: MPL-2.0
package amqp.tls;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.KeyManager;

/**
 * The certificate that this side shows.
 *
 * @param description for messages, to follow another; names a file at most
 * @param managers empty where none is shown
 */
record Identity(String description, List<KeyManager> managers) {
    static final Identity NONE = new Identity("", List.of());

    static Identity of(Path file, KeyManager[] managers) {
        return new Identity(", certificate " + file, List.of(managers));
    }
}
