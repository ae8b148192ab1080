// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.Status;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.ServerAttributes;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * What is known of a method before it is called, so that a call builds none of it.
 */
final class RpcMethod {

	private static final int TARGETS = 100;

	final String name;

	final boolean excluded;

	private final BoundedCache<String, Series> targets;

	private final Series withoutTarget;

	RpcMethod(String name, ErrorCodes errors, boolean excluded) {
		this.name = name;
		this.excluded = excluded;
		this.withoutTarget = new Series(name, Target.UNKNOWN, errors);
		this.targets = new BoundedCache<>(TARGETS, (authority) -> new Series(name, Target.of(authority), errors));
	}

	/**
	 * Return what calls to a server have in common. Of too many servers the name is left
	 * out.
	 * @param authority the server's authority
	 * @return what they have in common
	 */
	Series series(@Nullable String authority) {
		Series series = (authority != null) ? this.targets.getIfRoom(authority) : null;
		return (series != null) ? series : this.withoutTarget;
	}

	Series series() {
		return this.withoutTarget;
	}

	/**
	 * The attributes of calls to one server, and of what becomes of them.
	 */
	static final class Series {

		final Target target;

		private final Attributes[] outcomes = new Attributes[Status.Code.values().length];

		private final Attributes cancelled;

		Series(String method, Target target, ErrorCodes errors) {
			this.target = target;
			for (Status.Code code : Status.Code.values()) {
				this.outcomes[code.value()] = attributes(method, target, code, errors.contain(code));
			}
			this.cancelled = attributes(method, target, Status.Code.CANCELLED, false);
		}

		Attributes outcome(Status.Code code, boolean cancelled) {
			return cancelled ? this.cancelled : this.outcomes[code.value()];
		}

		private static Attributes attributes(String method, Target target, Status.Code code, boolean error) {
			AttributesBuilder builder = Attributes.builder()
				.put(RpcAttributes.SYSTEM_NAME, RpcAttributes.SYSTEM)
				.put(RpcAttributes.METHOD, method)
				.put(RpcAttributes.STATUS_CODE, code.name());
			if (target.address() != null) {
				builder.put(ServerAttributes.SERVER_ADDRESS, target.address());
			}
			if (target.port() != null) {
				builder.put(ServerAttributes.SERVER_PORT, target.port());
			}
			if (error) {
				builder.put(ErrorAttributes.ERROR_TYPE, code.name());
			}
			return builder.build();
		}

	}

}
