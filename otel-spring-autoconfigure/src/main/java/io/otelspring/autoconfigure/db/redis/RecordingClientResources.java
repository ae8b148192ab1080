// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.tracing.Tracing;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes client resources that record commands, and closes them when everything that uses
 * them is gone: this is made before any client, and so is destroyed after all of them.
 */
final class RecordingClientResources implements DisposableBean {

	private static final long TIMEOUT_SECONDS = 2;

	private final ObjectProvider<RedisCommands> commands;

	private final List<ClientResources> made = new CopyOnWriteArrayList<>();

	RecordingClientResources(ObjectProvider<RedisCommands> commands) {
		this.commands = commands;
	}

	/**
	 * Return client resources that share everything with others, threads included, but
	 * record. Whatever tracing the others have goes on.
	 * @param original the others
	 * @return the resources to use in their place
	 */
	ClientResources like(DefaultClientResources original) {
		Tracing tracing = original.tracing();
		if (tracing instanceof RecordingTracing) {
			return original;
		}
		return keep(original.mutate()
			.eventLoopGroupProvider(original.eventLoopGroupProvider())
			.tracing(new RecordingTracing(this.commands.getObject(), tracing))
			.build());
	}

	/**
	 * Return new client resources that record.
	 * @return the resources
	 */
	ClientResources create() {
		return keep(DefaultClientResources.builder()
			.tracing(new RecordingTracing(this.commands.getObject(), Tracing.disabled()))
			.build());
	}

	private ClientResources keep(ClientResources resources) {
		this.made.add(resources);
		return resources;
	}

	@Override
	public void destroy() {
		this.made.forEach((resources) -> resources.shutdown(0, TIMEOUT_SECONDS, TimeUnit.SECONDS));
		this.made.clear();
	}

}
