// SPDX-License-Identifier: Apache-2.0
/**
 * Spans and metrics of messages that are sent and received by JMS.
 */
@NullMarked
package io.otelspring.autoconfigure.messaging.jms;

import org.jspecify.annotations.NullMarked;
