// SPDX-License-Identifier: MPL-2.0
package amqp.test.memory;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The broker's end of a connection. On the broker's thread. */
public interface Link {
    /** Takes what the client sends; all of it. */
    void receive(ByteBuffer bytes);

    /** Returns the next bytes for the client; null when there are none now. */
    byte @Nullable [] poll();

    /** Returns whether the broker has ended the connection, and all of its bytes are taken. */
    boolean isOver();

    /** The client is gone. */
    void lost();
}
