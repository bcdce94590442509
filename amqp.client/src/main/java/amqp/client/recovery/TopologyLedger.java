// SPDX-License-Identifier: MPL-2.0
package amqp.client.recovery;

import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What an application declared through one connection and did not delete: the exchanges, queues and bindings to be made
 * again after a loss. It hears what the broker granted, never what was merely asked for, so that nothing comes back that the
 * application deleted. Safe for any thread; nothing waits in it.
 *
 * <p>A queue that the broker named gets another name when it is made again. The ledger keeps everything by present names and
 * takes names of any time, so that an application may go on with the name that it was told first. An empty queue name stands
 * for the queue declared last on the channel (specification 1.7.2).
 */
public final class TopologyLedger {
    private final ReentrantLock lock = new ReentrantLock();
    private final Names names = new Names();
    private final LastQueues lastQueues = new LastQueues();
    private final Topology topology = new Topology();

    /** Whether {@link #current} has anything to change: not before the first loss. */
    private volatile boolean changing;

    /**
     * The method as it must go out now: a renamed queue is called by its present name, and after a loss an empty name that
     * the broker could not know any more is spelled out. Routing keys stay, except where the queue's own name was made one by
     * leaving both empty. To be called in the program's order of the channel.
     */
    public Method current(int channel, Method method) {
        return changing && QueueArgument.isIn(method) ? locked(() -> translated(channel, method)) : method;
    }

    /**
     * Takes down what the broker granted. To be called in the program's order of the channel; methods that declare, bind or
     * delete nothing are ignored.
     *
     * @param request as the application gave it or as {@link #current} did
     * @param reply null for a method that was sent with no-wait
     */
    public void succeeded(int channel, Method request, Method reply) {
        if (request instanceof QueueMethod method) {
            locked(() -> granted(channel, method, reply));
        } else if (request instanceof ExchangeMethod method) {
            locked(() -> granted(method));
        }
    }

    /** The present name of the queue that is meant; empty where that would be the last one declared and there was none. */
    public String queueOf(int channel, String queue) {
        return locked(() -> present(channel, queue));
    }

    /** The name that a queue has now, by any name that it had; another name as it is. */
    public String currentName(String name) {
        return locked(() -> names.current(name));
    }

    /** One more consumer of this connection on a queue; each needs one call of {@link #consumerEnded}. */
    public void consumerBegan(String queue) {
        locked(() -> topology.consumerBegan(names.current(queue)));
    }

    /**
     * A consumer ended for good, by whichever side or with its channel; not one that a loss interrupts and that is to be
     * restored. With the last one an auto-delete queue leaves the ledger.
     */
    public void consumerEnded(String queue) {
        locked(() -> {
            String name = names.current(queue);
            if (topology.consumerEnded(name)) {
                names.gone(name);
            }
        });
    }

    /** The broker has forgotten what it knew of the connection: which queue was the last one of a channel. */
    public void connectionLost() {
        locked(lastQueues::connectionLost);
        changing = true;
    }

    /** The channel has ended for good, or was closed by the broker: it has no last queue any more. */
    public void channelClosed(int channel) {
        locked(() -> lastQueues.channelClosed(channel));
    }

    /**
     * What is to be made again, in an order that works: exchanges, queues, bindings of exchanges, bindings of queues. A
     * binding of a server-named queue must wait until that was declared and {@link #renamed}, and then go through {@link
     * #current} for the new name.
     */
    public List<Entity> replay() {
        return locked(topology::entities);
    }

    /** A queue has another name from now on; bindings, consumers and the channels' last queues follow. */
    public void renamed(String before, String now) {
        locked(() -> {
            String known = names.current(before);
            if (!known.equals(now)) {
                names.renamed(known, now);
                lastQueues.renamed(known, now);
                topology.renamed(known, now);
            }
        });
        changing = true;
    }

    private void granted(ExchangeMethod method) {
        if (method instanceof ExchangeMethod.Declare declare && !declare.passive()) {
            topology.declare(declare);
        } else if (method instanceof ExchangeMethod.Delete delete) {
            topology.deleteExchange(delete.exchange());
        } else if (method instanceof ExchangeMethod.Bind bind) {
            topology.bind(Binding.of(bind), false);
        } else if (method instanceof ExchangeMethod.Unbind unbind) {
            topology.unbind(Binding.of(unbind));
        }
    }

    private void granted(int channel, QueueMethod method, Method reply) {
        if (method instanceof QueueMethod.Declare declare) {
            declared(channel, declare, nameOf(declare, reply));
        } else if (method instanceof QueueMethod.Delete delete) {
            deleted(present(channel, delete.queue()));
        } else if (method instanceof QueueMethod.Bind bind) {
            bound(channel, Binding.of(bind));
        } else if (method instanceof QueueMethod.Unbind unbind) {
            topology.unbind(present(meant(channel, Binding.of(unbind))));
        }
    }

    /** The reply has the true one: brokers may change a name that they are given. */
    private String nameOf(QueueMethod.Declare declare, Method reply) {
        return reply instanceof QueueMethod.DeclareOk ok ? ok.queue() : names.current(declare.queue());
    }

    private void declared(int channel, QueueMethod.Declare declare, String name) {
        if (name.isEmpty()) {
            lastQueues.declaredUnnamed(channel);
            return;
        }
        lastQueues.declared(channel, name);
        if (!declare.passive()) {
            topology.declare(name, declare);
        }
    }

    private void deleted(String queue) {
        topology.deleteQueue(queue);
        names.gone(queue);
    }

    /** What is bound to a queue without a name that anybody knows can't be made again. */
    private void bound(int channel, Binding given) {
        Binding binding = present(meant(channel, given));
        if (!binding.destination().isEmpty()) {
            topology.bind(binding, isByOwnName(given));
        }
    }

    private static boolean isByOwnName(Binding given) {
        return given.destination().isEmpty() && given.routingKey().isEmpty();
    }

    private String present(int channel, String queue) {
        return names.current(lastQueues.meant(channel, queue));
    }

    /** With the queue that an empty name stands for. */
    private Binding meant(int channel, Binding given) {
        return named(given, lastQueues.meant(channel, given.destination()));
    }

    private static Binding named(Binding given, String queue) {
        Binding named = given.destination(queue);
        return isByOwnName(given) ? named.routingKey(queue) : named;
    }

    /** By the queue's present name, which is its routing key too where it was before. */
    private Binding present(Binding earlier) {
        String queue = names.current(earlier.destination());
        Binding present = earlier.destination(queue);
        Binding byOwnName = present.routingKey(queue);
        boolean own = earlier.routingKey().equals(earlier.destination()) && topology.isByOwnName(byOwnName);
        return own ? byOwnName : present;
    }

    private Method translated(int channel, Method method) {
        if (method instanceof QueueMethod.Declare declare) {
            lastQueues.declareGoesOut(channel);
            return declare.queue().isEmpty() ? declare : QueueArgument.declare(declare, names.current(declare.queue()));
        } else if (method instanceof QueueMethod.Bind bind) {
            return outgoing(channel, Binding.of(bind)).queueBind(bind.noWait());
        } else if (method instanceof QueueMethod.Unbind unbind) {
            return outgoing(channel, Binding.of(unbind)).queueUnbind();
        }
        String queue = lastQueues.spelledOut(channel, QueueArgument.of(method));
        return QueueArgument.with(method, names.current(queue));
    }

    private Binding outgoing(int channel, Binding given) {
        return present(named(given, lastQueues.spelledOut(channel, given.destination())));
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
