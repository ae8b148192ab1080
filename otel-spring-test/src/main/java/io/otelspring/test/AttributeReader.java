// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;

/**
 * Reads what all signals share: attributes, scopes and ids.
 */
final class AttributeReader {

	private AttributeReader() {
	}

	static Map<String, Object> attributes(List<KeyValue> attributes) {
		Map<String, Object> result = new LinkedHashMap<>();
		attributes.forEach((attribute) -> result.put(attribute.getKey(), value(attribute.getValue())));
		return Collections.unmodifiableMap(result);
	}

	/**
	 * Reads a value; one that is there and says nothing becomes an empty optional, since
	 * maps and lists here hold no {@code null}.
	 * @param value the value as it was sent
	 * @return the value as Java has it
	 */
	static Object value(AnyValue value) {
		return switch (value.getValueCase()) {
			case STRING_VALUE -> value.getStringValue();
			case INT_VALUE -> value.getIntValue();
			case DOUBLE_VALUE -> value.getDoubleValue();
			case BOOL_VALUE -> value.getBoolValue();
			case BYTES_VALUE -> value.getBytesValue().toByteArray();
			case ARRAY_VALUE -> value.getArrayValue().getValuesList().stream().map(AttributeReader::value).toList();
			case KVLIST_VALUE -> attributes(value.getKvlistValue().getValuesList());
			default -> Optional.empty();
		};
	}

	static ReceivedScope scope(InstrumentationScope scope, String schemaUrl) {
		return new ReceivedScope(scope.getName(), scope.getVersion(), attributes(scope.getAttributesList()), schemaUrl);
	}

	static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

}
