// SPDX-License-Identifier: MPL-2.0
package amqp.client;

import amqp.client.driver.Completion;
import amqp.codec.AmqpException;
import amqp.codec.method.ConnectionMethod;
import amqp.codec.method.Method;
import amqp.connection.CloseReason;

/**
 * Ends a connection.update-secret. Whoever gives a new secret means it to count: only where the broker refuses it, which
 * ends the connection, later logins go on with the one before.
 */
record SecretRenewal(Login login, ConnectionMethod.UpdateSecret method, Completion reply) implements Completion {
    @Override
    public void replied(Method ok) {
        login.renewed(method.newSecret());
        reply.replied(ok);
    }

    @Override
    public void failed(AmqpException timeout) {
        login.renewed(method.newSecret());
        reply.failed(timeout);
    }

    @Override
    public void closed(CloseReason reason) {
        if (!(reason instanceof CloseReason.ByPeer)) {
            login.renewed(method.newSecret());
        }
        reply.closed(reason);
    }
}
