// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.mongo;

import com.mongodb.RequestContext;
import com.mongodb.reactivestreams.client.ReactiveContextProvider;
import io.opentelemetry.context.Context;
import org.reactivestreams.Subscriber;
import org.springframework.util.ClassUtils;
import reactor.core.CoreSubscriber;

import io.otelspring.autoconfigure.ReactorContextKey;

/**
 * Hands the context of a subscription to the commands that the reactive driver sends for
 * it: the one that Reactor's context carries, else that of the subscribing thread.
 */
class SubscriptionContexts implements ReactiveContextProvider {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.CoreSubscriber",
			SubscriptionContexts.class.getClassLoader());

	@Override
	public RequestContext getContext(Subscriber<?> subscriber) {
		Context context = REACTOR ? Reactor.contextOf(subscriber) : Context.current();
		return new ContextOfRequest(context);
	}

	/**
	 * What needs Reactor's classes.
	 */
	private static final class Reactor {

		private Reactor() {
		}

		static Context contextOf(Subscriber<?> subscriber) {
			if (subscriber instanceof CoreSubscriber<?> core
					&& core.currentContext().getOrDefault(ReactorContextKey.VALUE, null) instanceof Context context) {
				return context;
			}
			return Context.current();
		}

	}

}
