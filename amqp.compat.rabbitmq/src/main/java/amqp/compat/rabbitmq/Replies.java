// SPDX-License-Identifier: MPL-2.0
package amqp.compat.rabbitmq;

import amqp.codec.method.BasicMethod;
import amqp.codec.method.ConfirmMethod;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import amqp.codec.method.TxMethod;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Command;
import com.rabbitmq.client.ContentHeader;
import org.jspecify.annotations.Nullable;

/** Replies of the broker in amqp-client's records. */
final class Replies {
    private Replies() {}

    /** A reply without content. */
    record Reply(com.rabbitmq.client.@Nullable Method method) implements Command {
        @Override
        public com.rabbitmq.client.@Nullable Method getMethod() {
            return method;
        }

        @Override
        public @Nullable ContentHeader getContentHeader() {
            return null;
        }

        @Override
        public byte @Nullable [] getContentBody() {
            return null;
        }
    }

    /** Null for null: no-wait has no reply. */
    static com.rabbitmq.client.@Nullable Method toRabbit(@Nullable Method reply) {
        if (reply instanceof QueueMethod queue) {
            return queue(queue);
        } else if (reply instanceof ExchangeMethod exchange) {
            return exchange(exchange);
        } else if (reply instanceof TxMethod tx) {
            return tx(tx);
        } else if (reply instanceof BasicMethod basic) {
            return basic(basic);
        } else if (reply instanceof ConfirmMethod.SelectOk) {
            return new AMQP.Confirm.SelectOk.Builder().build();
        } else if (reply == null) {
            return null;
        }
        throw unexpected(reply);
    }

    private static com.rabbitmq.client.Method queue(QueueMethod reply) {
        if (reply instanceof QueueMethod.DeclareOk ok) {
            return new AMQP.Queue.DeclareOk.Builder()
                    .queue(ok.queue())
                    .messageCount((int) ok.messageCount())
                    .consumerCount((int) ok.consumerCount())
                    .build();
        } else if (reply instanceof QueueMethod.BindOk) {
            return new AMQP.Queue.BindOk.Builder().build();
        } else if (reply instanceof QueueMethod.UnbindOk) {
            return new AMQP.Queue.UnbindOk.Builder().build();
        } else if (reply instanceof QueueMethod.PurgeOk ok) {
            return new AMQP.Queue.PurgeOk.Builder()
                    .messageCount((int) ok.messageCount())
                    .build();
        } else if (reply instanceof QueueMethod.DeleteOk ok) {
            return new AMQP.Queue.DeleteOk.Builder()
                    .messageCount((int) ok.messageCount())
                    .build();
        }
        throw unexpected(reply);
    }

    private static com.rabbitmq.client.Method exchange(ExchangeMethod reply) {
        if (reply instanceof ExchangeMethod.DeclareOk) {
            return new AMQP.Exchange.DeclareOk.Builder().build();
        } else if (reply instanceof ExchangeMethod.DeleteOk) {
            return new AMQP.Exchange.DeleteOk.Builder().build();
        } else if (reply instanceof ExchangeMethod.BindOk) {
            return new AMQP.Exchange.BindOk.Builder().build();
        } else if (reply instanceof ExchangeMethod.UnbindOk) {
            return new AMQP.Exchange.UnbindOk.Builder().build();
        }
        throw unexpected(reply);
    }

    private static com.rabbitmq.client.Method tx(TxMethod reply) {
        if (reply instanceof TxMethod.SelectOk) {
            return new AMQP.Tx.SelectOk.Builder().build();
        } else if (reply instanceof TxMethod.CommitOk) {
            return new AMQP.Tx.CommitOk.Builder().build();
        } else if (reply instanceof TxMethod.RollbackOk) {
            return new AMQP.Tx.RollbackOk.Builder().build();
        }
        throw unexpected(reply);
    }

    private static com.rabbitmq.client.Method basic(BasicMethod reply) {
        if (reply instanceof BasicMethod.QosOk) {
            return new AMQP.Basic.QosOk.Builder().build();
        } else if (reply instanceof BasicMethod.CancelOk ok) {
            return new AMQP.Basic.CancelOk.Builder()
                    .consumerTag(ok.consumerTag())
                    .build();
        } else if (reply instanceof BasicMethod.RecoverOk) {
            return new AMQP.Basic.RecoverOk.Builder().build();
        }
        throw unexpected(reply);
    }

    private static IllegalStateException unexpected(Method reply) {
        return new IllegalStateException("no command has the reply " + reply.protocolName());
    }
}
