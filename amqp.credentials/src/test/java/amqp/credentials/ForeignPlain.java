// SPDX-License-Identifier: MPL-2.0
package amqp.credentials;

/** A third party's mechanism that passes itself off as PLAIN. */
public class ForeignPlain extends ForeignMechanism {
    public ForeignPlain() {}

    @Override
    public String name() {
        return "Plain";
    }
}
