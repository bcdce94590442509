// SPDX-License-Identifier: MPL-2.0
package amqp.connection;

import amqp.codec.ReplyCode;

/** Counts the memory of messages that have not come whole yet, over all channels of a connection, against a bound. */
final class AssemblyBound {
    private final long most;
    private long held;

    AssemblyBound(EngineOptions options) {
        most = Math.max(options.assemblyBound(), options.maxMessageSize());
    }

    /** To be called before the memory is taken. */
    void hold(long octets) {
        if (octets > most - held) {
            throw new ProtocolViolation(
                    ReplyCode.RESOURCE_ERROR,
                    "messages that have not come whole yet take more than " + most + " bytes over all channels");
        }
        held += octets;
    }

    void release(long octets) {
        held -= octets;
    }

    long held() {
        return held;
    }
}
