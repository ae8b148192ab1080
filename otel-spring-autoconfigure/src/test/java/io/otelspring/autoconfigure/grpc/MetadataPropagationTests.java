// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.grpc;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MetadataPropagation}.
 */
class MetadataPropagationTests {

	private static final Metadata.Key<String> STATE = Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);

	private static final Metadata.Key<byte[]> BINARY = Metadata.Key.of("trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

	private final Metadata headers = new Metadata();

	@Test
	void allValuesAreSeen() {
		this.headers.put(STATE, "a=1");
		this.headers.put(STATE, "b=2");
		assertThat(MetadataPropagation.GETTER.get(this.headers, "tracestate")).isEqualTo("a=1");
		assertThat(MetadataPropagation.GETTER.getAll(this.headers, "tracestate")).toIterable()
			.containsExactly("a=1", "b=2");
	}

	@Test
	void aValueReplacesWhatIsThere() {
		this.headers.put(STATE, "a=1");
		MetadataPropagation.SETTER.set(this.headers, "tracestate", "c=3");
		assertThat(this.headers.getAll(STATE)).containsExactly("c=3");
	}

	@Test
	void binaryHeadersAndImpossibleNamesAreLeftAlone() {
		this.headers.put(BINARY, new byte[] { 1 });
		MetadataPropagation.SETTER.set(this.headers, "trace-bin", "text");
		MetadataPropagation.SETTER.set(this.headers, "no name", "text");
		assertThat(this.headers.get(BINARY)).containsExactly(1);
		assertThat(MetadataPropagation.GETTER.get(this.headers, "trace-bin")).isNull();
		assertThat(MetadataPropagation.GETTER.get(this.headers, "no name")).isNull();
		assertThat(this.headers.keys()).containsExactly("trace-bin");
	}

}
