// SPDX-License-Identifier: MPL-2.0
package amqp.simulation;

/** A queue or an exchange, as the application that declared it sees it. */
final class Entity {
    private final boolean queue;
    private final boolean autoDelete;
    private String name;
    Standing standing = Standing.PENDING;

    private Entity(boolean queue, String name, boolean autoDelete) {
        this.queue = queue;
        this.name = name;
        this.autoDelete = autoDelete;
    }

    static Entity queue(String name, boolean autoDelete) {
        return new Entity(true, name, autoDelete);
    }

    static Entity exchange(String name, boolean autoDelete) {
        return new Entity(false, name, autoDelete);
    }

    boolean isQueue() {
        return queue;
    }

    boolean autoDelete() {
        return autoDelete;
    }

    String name() {
        return name;
    }

    /** The broker chose the name, or chose another one after a loss. */
    void name(String now) {
        name = now;
    }

    boolean isPresent() {
        return standing == Standing.PRESENT;
    }

    @Override
    public String toString() {
        return (queue ? "queue " : "exchange ") + name + " (" + standing + ")";
    }
}
