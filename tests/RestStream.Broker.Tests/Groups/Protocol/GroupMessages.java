import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerProtocolAssignmentJsonConverter;
import org.apache.kafka.common.message.ConsumerProtocolSubscriptionJsonConverter;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKeyJsonConverter;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValueJsonConverter;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKeyJsonConverter;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValueJsonConverter;

/** Prints GroupMessages.tsv: messages of consumer groups as Apache Kafka's own classes write them: name, version, fields as JSON, bytes in hex. */
public class GroupMessages {
    private static final Random RANDOM = new Random(20261121);
    private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    private static final String[] TEXTS = {"", "a", "quakes", "trucks.eu-1_x", "größe", "日本", "🚚", "x".repeat(200), "consumer", "a b\t\"c\"\n"};

    public static void main(String[] args) {
        OUT.println("# message\tversion\tfields\tbytes (hex): printed by GroupMessages.java with Apache Kafka 4.3.1's classes");
        for (int i = 0; i < 15; i++) {
            offsetKey();
            groupKey();
            for (short version = 0; version <= 3; version++) {
                subscription(version);
                assignment(version);
            }
            for (short version = 0; version <= 4; version++) {
                offsetValue(version);
                groupValue(version);
            }
        }
        OUT.flush();
    }

    private static void subscription(short version) {
        Optional<String> rack = RANDOM.nextBoolean() ? Optional.of(text()) : Optional.empty();
        List<String> topics = new ArrayList<>();
        for (int i = RANDOM.nextInt(4); i > 0; i--) topics.add(text());
        Subscription subscription = new Subscription(topics, bytesOrNull(), partitions(), RANDOM.nextInt(5) - 1, rack);
        ByteBuffer bytes = ConsumerProtocol.serializeSubscription(subscription, version);
        JsonNode fields = ConsumerProtocolSubscriptionJsonConverter.write(ConsumerProtocol.deserializeConsumerProtocolSubscription(bytes.duplicate()), version);
        print("subscription", version, fields, array(bytes));
    }

    private static void assignment(short version) {
        ByteBuffer bytes = ConsumerProtocol.serializeAssignment(new Assignment(partitions(), bytesOrNull()), version);
        JsonNode fields = ConsumerProtocolAssignmentJsonConverter.write(ConsumerProtocol.deserializeConsumerProtocolAssignment(bytes.duplicate()), version);
        print("assignment", version, fields, array(bytes));
    }

    private static void offsetKey() {
        OffsetCommitKey key = new OffsetCommitKey().setGroup(text()).setTopic(text()).setPartition(RANDOM.nextInt(500));
        print("offset-key", (short) 1, OffsetCommitKeyJsonConverter.write(key, (short) 0), MessageUtil.toCoordinatorTypePrefixedBytes(key));
    }

    private static void groupKey() {
        GroupMetadataKey key = new GroupMetadataKey().setGroup(text());
        print("group-key", (short) 2, GroupMetadataKeyJsonConverter.write(key, (short) 0), MessageUtil.toCoordinatorTypePrefixedBytes(key));
    }

    private static void offsetValue(short version) {
        OffsetCommitValue value = new OffsetCommitValue()
            .setOffset(RANDOM.nextLong() >>> RANDOM.nextInt(64)).setLeaderEpoch(RANDOM.nextInt(4) - 1).setMetadata(text()).setCommitTimestamp(1795000000000L + RANDOM.nextInt());
        if (version == 1) value.setExpireTimestamp(1796000000000L + RANDOM.nextInt());
        if (version == 4 && RANDOM.nextBoolean()) value.setTopicId(new Uuid(RANDOM.nextLong(), RANDOM.nextLong()));
        print("offset-value", version, OffsetCommitValueJsonConverter.write(value, version), MessageUtil.toVersionPrefixedBytes(version, value));
    }

    private static void groupValue(short version) {
        List<GroupMetadataValue.MemberMetadata> members = new ArrayList<>();
        for (int i = RANDOM.nextInt(4); i > 0; i--) members.add(member());
        GroupMetadataValue value = new GroupMetadataValue()
            .setProtocolType(text()).setGeneration(RANDOM.nextInt(1000)).setProtocol(textOrNull()).setLeader(textOrNull())
            .setCurrentStateTimestamp(1795000000000L + RANDOM.nextInt()).setMembers(members);
        print("group-value", version, GroupMetadataValueJsonConverter.write(value, version), MessageUtil.toVersionPrefixedBytes(version, value));
    }

    private static GroupMetadataValue.MemberMetadata member() {
        return new GroupMetadataValue.MemberMetadata()
            .setMemberId(text()).setGroupInstanceId(textOrNull()).setClientId(text()).setClientHost("/127.0.0.1")
            .setRebalanceTimeout(RANDOM.nextInt(300000)).setSessionTimeout(RANDOM.nextInt(45000)).setSubscription(bytes()).setAssignment(bytes());
    }

    // Distinct: Kafka's writer drops what is there twice or not, by version.
    private static List<TopicPartition> partitions() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = RANDOM.nextInt(6); i > 0; i--) {
            TopicPartition partition = new TopicPartition(text(), RANDOM.nextInt(12));
            if (!partitions.contains(partition)) partitions.add(partition);
        }
        return partitions;
    }

    private static String text() {
        return TEXTS[RANDOM.nextInt(TEXTS.length)];
    }

    private static String textOrNull() {
        return RANDOM.nextInt(3) == 0 ? null : text();
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[RANDOM.nextInt(20)];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static ByteBuffer bytesOrNull() {
        return RANDOM.nextInt(3) == 0 ? null : ByteBuffer.wrap(bytes());
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static void print(String message, short version, JsonNode fields, byte[] bytes) {
        OUT.println(message + "\t" + version + "\t" + fields + "\t" + HexFormat.of().formatHex(bytes));
    }
}
