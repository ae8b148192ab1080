// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.RequestContext;
import com.mongodb.client.SynchronousContextProvider;
import io.opentelemetry.context.Context;

/**
 * The same for settings from which a client of either driver may be made: each driver
 * refuses a provider that is not of its own type.
 */
final class EitherContexts extends SubscriptionContexts implements SynchronousContextProvider {

	@Override
	public RequestContext getContext() {
		return new ContextOfRequest(Context.current());
	}

}
