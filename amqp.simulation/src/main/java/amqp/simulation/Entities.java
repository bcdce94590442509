// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

import amqp.client.Channel;
import amqp.codec.method.ExchangeMethod;
import amqp.codec.method.Method;
import amqp.codec.method.QueueMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Exchanges, queues and bindings of an application. A name is used once, so that what was deleted must stay away. */
final class Entities {
    private static final String[] TYPES = {"direct", "fanout", "topic"};
    private static final String[] KEYS = {"a", "b", "a.b", "c.d.e"};

    private final Application application;
    private final World world;
    private final List<Entity> all = new ArrayList<>();
    private final List<Bound> bindings = new ArrayList<>();
    private final Set<String> interfered = new HashSet<>();
    private final Map<String, String> renamed = new HashMap<>();
    private int names;

    Entities(Application application) {
        this.application = application;
        this.world = application.world();
    }

    static String key(World world) {
        return KEYS[world.random().nextInt(KEYS.length)];
    }

    List<Entity> all() {
        return all;
    }

    List<Bound> bindings() {
        return bindings;
    }

    /** One that is there and is wanted. */
    Optional<Entity> any(Predicate<Entity> wanted) {
        List<Entity> found =
                all.stream().filter(Entity::isPresent).filter(wanted).toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(found.get(world.random().nextInt(found.size())));
    }

    void act(ChannelUser user) {
        Channel channel = user.channel();
        int dice = world.random().nextInt(20);
        if (dice < 6) {
            declareQueue(channel);
        } else if (dice < 10) {
            declareExchange(channel);
        } else if (dice < 14) {
            bind(channel);
        } else if (dice < 16) {
            unbind(channel);
        } else if (dice < 17) {
            any(Entity::isQueue).ifPresent(queue -> purge(channel, queue));
        } else {
            any(entity -> true).ifPresent(entity -> delete(channel, entity));
        }
    }

    private String newName(String kind) {
        return application + "-" + kind + ++names;
    }

    private void declareQueue(Channel channel) {
        QueueMethod.Declare method = QueueMethod.Declare.of(world.oneIn(3) ? "" : newName("q"))
                .durable(!world.oneIn(3))
                .exclusive(world.oneIn(4))
                .autoDelete(world.oneIn(4));
        Entity queue = Entity.queue(method.queue(), method.autoDelete());
        all.add(queue);
        application.<QueueMethod.DeclareOk>command(
                "declare " + method,
                end -> channel.queueDeclare(method, end),
                ok -> {
                    queue.name(current(ok.queue()));
                    boolean touched = interfered.contains(ok.queue()) || interfered.contains(queue.name());
                    queue.standing = touched ? Standing.UNKNOWN : Standing.PRESENT;
                },
                failure -> disturbed(queue));
    }

    private void declareExchange(Channel channel) {
        ExchangeMethod.Declare method = ExchangeMethod.Declare.of(
                        newName("x"), TYPES[world.random().nextInt(TYPES.length)])
                .durable(!world.oneIn(3))
                .autoDelete(world.oneIn(5));
        Entity exchange = Entity.exchange(method.exchange(), method.autoDelete());
        all.add(exchange);
        application.call(
                "declare " + method,
                channel.exchangeDeclare(method),
                ok -> declared(exchange),
                () -> disturbed(exchange));
    }

    /** Unless a recovery has left it out before the reply was told. */
    private static void declared(Entity exchange) {
        if (exchange.standing == Standing.PENDING) {
            exchange.standing = Standing.PRESENT;
        }
    }

    private void bind(Channel channel) {
        Optional<Entity> source = any(entity -> !entity.isQueue());
        Optional<Entity> destination = any(entity -> entity.isQueue() || world.oneIn(4));
        if (source.isEmpty() || destination.isEmpty() || source.equals(destination)) {
            return;
        }
        Bound binding = new Bound(source.get(), destination.get(), key(world));
        if (bindings.stream().anyMatch(other -> other.expected().equals(binding.expected()))) {
            return;
        }
        bindings.add(binding);
        String from = binding.source().name();
        String to = binding.destination().name();
        application.call(
                "bind " + binding,
                binding.destination().isQueue()
                        ? channel.queueBind(to, from, binding.routingKey())
                        : channel.exchangeBind(to, from, binding.routingKey()),
                ok -> bound(binding),
                () -> binding.standing = Standing.UNKNOWN);
    }

    private static void bound(Bound binding) {
        if (binding.standing == Standing.PENDING) {
            binding.standing = Standing.PRESENT;
        }
    }

    private void unbind(Channel channel) {
        List<Bound> present = bindings.stream()
                .filter(binding -> binding.standing == Standing.PRESENT)
                .filter(binding ->
                        binding.source().isPresent() && binding.destination().isPresent())
                .toList();
        if (present.isEmpty()) {
            return;
        }
        Bound binding = present.get(world.random().nextInt(present.size()));
        binding.standing = Standing.PENDING;
        String from = binding.source().name();
        String to = binding.destination().name();
        application.call(
                "unbind " + binding,
                binding.destination().isQueue()
                        ? channel.queueUnbind(to, from, binding.routingKey())
                        : channel.exchangeUnbind(to, from, binding.routingKey()),
                ok -> unbound(binding, Standing.ABSENT),
                () -> unbound(binding, Standing.UNKNOWN));
    }

    /** Where the unbind had no reply, it may have been done all the same, and late. */
    private void unbound(Bound binding, Standing now) {
        if (binding.standing == Standing.PENDING || now == Standing.UNKNOWN) {
            binding.standing = now;
        }
        sourceUnused(binding.source());
    }

    /** An auto-delete exchange goes with its last binding; which one that is the application does not always know. */
    private void sourceUnused(Entity source) {
        if (source.autoDelete() && source.standing != Standing.UNKNOWN) {
            disturbed(source); // and with it what was bound to it
        }
    }

    private void purge(Channel channel, Entity queue) {
        application.<QueueMethod.PurgeOk>command(
                "purge " + queue,
                end -> channel.queuePurge(QueueMethod.Purge.of(queue.name()), end),
                ok -> {},
                failure -> {});
    }

    private void delete(Channel channel, Entity entity) {
        entity.standing = Standing.PENDING;
        touched(entity, Standing.UNKNOWN);
        application.call(
                "delete " + entity,
                entity.isQueue() ? channel.queueDelete(entity.name()) : channel.exchangeDelete(entity.name()),
                ok -> {
                    entity.standing = Standing.ABSENT;
                    touched(entity, Standing.UNKNOWN);
                },
                () -> disturbed(entity));
    }

    private void touched(Entity entity, Standing bindingsAre) {
        for (Bound binding : bindings) {
            if (binding.touches(entity)) {
                binding.standing = bindingsAre;
                sourceUnused(binding.source());
            }
        }
    }

    /** Nobody can tell whether it is there. */
    void disturbed(Entity entity) {
        entity.standing = Standing.UNKNOWN;
        touched(entity, Standing.UNKNOWN);
    }

    /** A consumer has left: an auto-delete queue goes with its last one. */
    void left(Entity queue) {
        if (queue.autoDelete() && queue.isPresent()) {
            disturbed(queue);
        }
    }

    /** The broker has named a queue anew. */
    void renamed(String before, String now) {
        renamed.put(before, now);
        all.stream()
                .filter(entity -> entity.isQueue() && entity.name().equals(before))
                .forEach(entity -> entity.name(now));
        if (interfered.contains(now)) { // before the application heard of the name
            disturbed(now);
        }
    }

    /** The name that a queue has by now. */
    private String current(String name) {
        String current = name;
        while (renamed.containsKey(current)) {
            current = renamed.get(current);
        }
        return current;
    }

    /** The recovery did not bring this back. */
    void missing(Method method) {
        if (method instanceof QueueMethod.Declare declare) {
            disturbed(declare.queue());
        } else if (method instanceof ExchangeMethod.Declare declare) {
            all.stream()
                    .filter(entity -> !entity.isQueue() && entity.name().equals(declare.exchange()))
                    .forEach(this::disturbed);
        } else if (method instanceof QueueMethod.Bind bind) {
            missing(bind.exchange(), bind.queue());
        } else if (method instanceof ExchangeMethod.Bind bind) {
            missing(bind.source(), bind.destination());
        }
    }

    private void missing(String source, String destination) {
        for (Bound binding : bindings) {
            if (binding.source().name().equals(source)
                    && binding.destination().name().equals(current(destination))) {
                binding.standing = Standing.UNKNOWN;
                sourceUnused(binding.source());
            }
        }
    }

    /** The queue is gone, or has become another one, by no act of the application. */
    void disturbed(String queue) {
        interfered.add(queue);
        all.stream()
                .filter(entity -> entity.isQueue() && entity.name().equals(queue))
                .forEach(this::disturbed);
    }
}
