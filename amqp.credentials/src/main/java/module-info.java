// SPDX-License-Identifier: MPL-2.0
/**
 * Who logs in and how: credentials that may expire, and the SASL mechanisms that carry them. Depends on nothing, does
 * no I/O and reads no clock. Third parties add mechanisms as {@link amqp.credentials.MechanismProvider} services.
 */
module amqp.credentials {
    requires static org.jspecify;

    exports amqp.credentials;

    uses amqp.credentials.MechanismProvider;
}
