// SPDX-License-Identifier: MPL-2.0
package amqp.codec.generator;

import java.util.List;

/** A class of the protocol, for example queue (50). */
record ProtocolClass(String name, int id, String doc, List<ProtocolMethod> methods) {
    String javaName() {
        return Names.pascal(name) + "Method";
    }
}
