// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and metrics of messages that are sent to and received from RabbitMQ.
 */
@NullMarked
package io.otelspring.autoconfigure.messaging.rabbit;

import org.jspecify.annotations.NullMarked;
