// SPDX-License-Identifier: MPL-2.0
package amqp.integration.recovery;

import amqp.blocking.BlockingChannel;
import amqp.client.PublishBlockedException;
import amqp.codec.Message;
import amqp.testkit.proxy.Direction;
import amqp.testkit.proxy.FaultProxy;

/** How a connection may stop without ending, heartbeats being off. */
enum Stuck {
    /** A cable is pulled: TCP goes on sending and hears nothing. */
    HALF_OPEN {
        @Override
        void begin(BlockingChannel publishing, FaultProxy proxy) {
            proxy.blackHole(Direction.TO_CLIENT, true).blackHole(Direction.TO_SERVER, true);
        }
    },
    /** What was sent fills all buffers on the way. */
    FULL_WINDOW {
        @Override
        void begin(BlockingChannel publishing, FaultProxy proxy) {
            proxy.blackHole(Direction.TO_SERVER, true);
            try {
                while (true) {
                    publishing.publish("", "nowhere", Message.of(new byte[64 * 1024]));
                }
            } catch (PublishBlockedException e) {
                // That is full.
            }
        }
    },
    /** The broker's process is stopped; its system goes on with TCP. Set up and ended by the test, once for all. */
    FROZEN {
        @Override
        void begin(BlockingChannel publishing, FaultProxy proxy) {}
    },
    /** The broker reads no more from connections that publish. Set up and ended by the test, once for all. */
    ALARM {
        @Override
        void begin(BlockingChannel publishing, FaultProxy proxy) {
            publishing.publish("", "nowhere", Message.of(new byte[1]));
        }
    };

    abstract void begin(BlockingChannel publishing, FaultProxy proxy);
}
